package org.migrationrunbooks.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The whole application on databases in memory, started once for all stories in a browser. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Chromium.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:browser;DB_CLOSE_DELAY=-1",
            "runbooks.security.sample-users=true",
            "runbooks.sample-runs=false",
            "runbooks.platforms[0].name=demo",
            "runbooks.platforms[0].type=simulated",
            "runbooks.platforms[0].fleet=classpath:browser/fleet.yaml",
            "runbooks.platforms[0].database=jdbc:h2:mem:browser-platform;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.platforms[0].timeScale=4",
            "runbooks.platforms[1].name=rack",
            "runbooks.platforms[1].type=simulated",
            "runbooks.platforms[1].fleet=classpath:browser/rack.yaml",
            "runbooks.platforms[1].database=jdbc:h2:mem:browser-rack;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.platforms[1].timeScale=10",
            "runbooks.platforms[2].name=annex",
            "runbooks.platforms[2].type=simulated",
            "runbooks.platforms[2].fleet=classpath:browser/annex.yaml",
            "runbooks.platforms[2].database=jdbc:h2:mem:browser-annex;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.platforms[2].timeScale=20",
            "runbooks.live-migration.stall-timeout=2s",
            "runbooks.cold-migration.shutdown-timeout=2s",
            "runbooks.operations.doubt=2s",
            "runbooks.monitor.enabled=false",
            "runbooks.operations.power-patience=2s",
            "runbooks.api.event-interval=100ms"
        })
@Import(Scripts.class)
@interface BrowserTest {}
