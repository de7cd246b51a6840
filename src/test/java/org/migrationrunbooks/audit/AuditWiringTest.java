package org.migrationrunbooks.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@DisplayName("The audit as the application has it")
class AuditWiringTest {

    private final EmbeddedDatabase database = EmbeddedDatabase.h2();

    @Test
    void sealsByItselfWithinASecondAndOnceMoreAtTheEnd() {
        ApplicationContextRunner application = new ApplicationContextRunner()
                .withPropertyValues(
                        "spring.datasource.url=" + database.url(), "spring.datasource.username=" + database.username())
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        FlywayAutoConfiguration.class))
                .withBean(Clock.class, Clock::systemUTC)
                .withUserConfiguration(
                        JdbcAuditTrail.class,
                        AuditSealer.class,
                        AuditSealing.class,
                        AuditVerifier.class,
                        AuditQuery.class);

        application.run(context -> {
            context.getBean(AuditTrail.class).append(AuditFixture.event("demo/web-1"));
            AuditVerifier verifier = context.getBean(AuditVerifier.class);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> verifier.verify().sealed() == 1);
            context.getBean(AuditTrail.class).append(AuditFixture.event("demo/web-2"));
        });

        try (AuditFixture afterwards = AuditFixture.over(database)) {
            assertThat(afterwards.verifier.verify().sealed()).isEqualTo(2);
        }
    }
}
