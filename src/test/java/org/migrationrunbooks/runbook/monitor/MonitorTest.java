package org.migrationrunbooks.runbook.monitor;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.migrationrunbooks.testing.StoppedClock;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** The whole application on a simulated fleet, on a clock that stands still; all such tests share one context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:monitor;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.sample-runs=false",
            "runbooks.platforms[0].name=" + Watchtower.PLATFORM,
            "runbooks.platforms[0].type=simulated",
            "runbooks.platforms[0].fleet=classpath:fleets/monitor-test.yaml",
            "runbooks.platforms[0].database=jdbc:h2:mem:monitor-platform;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.platforms[0].callTimeout=200ms"
        })
@Import({Watchtower.class, MonitorTest.Time.class})
@interface MonitorTest {

    /** The clock of the test. */
    @TestConfiguration(proxyBeanMethods = false)
    class Time {

        @Bean
        @Primary
        StoppedClock stoppedClock() {
            return new StoppedClock();
        }
    }
}
