package org.migrationrunbooks.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("The application's rights on PostgreSQL")
class AuditRightsPostgresTest {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.postgres();
    private static final String APPLICATION = "runbooks_application";

    private AuditFixture owner;
    private AuditFixture application;
    private HikariDataSource pool;

    @BeforeEach
    void narrowTheRights() throws IOException {
        owner = AuditFixture.create(DATABASE);
        owner.jdbc
                .sql(
                        "do $$ begin if not exists (select from pg_roles where rolname = '%1$s') then create role %1$s; end if; end $$"
                                .formatted(APPLICATION))
                .update();
        owner.jdbc
                .sql("grant select, insert, update, delete on all tables in schema public to " + APPLICATION)
                .update();
        HikariConfig config = new HikariConfig();
        config.setDataSource(DATABASE.dataSource());
        config.setConnectionInitSql("set role " + APPLICATION);
        config.setMinimumIdle(0);
        pool = new HikariDataSource(config);
        application = AuditFixture.over(pool);
        assertThat(rights()).as("before").contains(false);
        String script = new ClassPathResource("db/rights/append-only.sql").getContentAsString(StandardCharsets.UTF_8);
        owner.jdbc.sql(script.replace(":\"application\"", APPLICATION)).update();
    }

    @AfterEach
    void close() {
        application.close();
        pool.close();
        owner.close();
    }

    @Test
    void areEnoughToAppendToSealAndToVerify() {
        application.seal(4);

        assertThat(application.verifier.verify()).isInstanceOf(AuditVerification.Intact.class);
        assertThat(application.verifier.verify().sealed()).isEqualTo(4);
        assertThat(rights()).contains(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update mr_audit_entry set actor = 'nobody'",
                "delete from mr_audit_entry",
                "truncate mr_audit_entry cascade",
                "update mr_audit_seal set hash = entry_hash",
                "delete from mr_audit_seal",
                "delete from mr_audit_head",
                "update mr_approval set decision = 'APPROVE'",
                "delete from mr_approval",
                "update mr_sign_off set verdict = 'ACCEPTED'",
                "delete from mr_attestation",
                "alter table mr_audit_entry drop column reason"
            })
    void changeNothingOfWhatIsEvidence(String attempt) {
        application.seal(1);

        assertThatThrownBy(() -> application.jdbc.sql(attempt).update())
                .hasStackTraceContaining(attempt.startsWith("alter") ? "must be owner" : "permission denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mr_audit_entry", "mr_approval", "mr_sign_off"})
    void areNotSaidToBeNarrowWhereOneTableIsOpen(String table) {
        owner.jdbc.sql("grant update on %s to %s".formatted(table, APPLICATION)).update();

        assertThat(rights()).contains(false);
    }

    @Test
    void areNotSaidToBeNarrowWhereTheApplicationOwnsATable() {
        owner.jdbc.sql("alter table mr_approval owner to " + APPLICATION).update();
        owner.jdbc
                .sql("revoke update, delete, truncate, trigger on mr_approval from " + APPLICATION)
                .update();

        Optional<Boolean> owning = rights();
        owner.jdbc.sql("alter table mr_approval owner to current_user").update();

        assertThat(owning).contains(false);
        assertThat(rights()).as("given back").contains(true);
    }

    private Optional<Boolean> rights() {
        return new AuditRights(pool, JdbcClient.create(pool)).appendOnly();
    }
}
