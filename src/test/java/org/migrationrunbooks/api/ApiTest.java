package org.migrationrunbooks.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The whole application on databases in memory, started once for all tests that say so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:api;DB_CLOSE_DELAY=-1",
            "runbooks.security.sample-users=true",
            "runbooks.platforms[0].name=demo",
            "runbooks.platforms[0].type=simulated",
            "runbooks.platforms[0].fleet=classpath:api/fleet.yaml",
            "runbooks.platforms[0].database=jdbc:h2:mem:api-platform;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.platforms[0].timeScale=10",
            "runbooks.platforms[0].callTimeout=1s",
            "runbooks.operations.sweep-interval=200ms",
            "runbooks.api.event-interval=50ms",
            "runbooks.api.event-heartbeat=200ms",
            "runbooks.api.event-streams=3"
        })
@AutoConfigureMockMvc
@Import({Scripts.class, Books.class, FailingController.class})
@interface ApiTest {}
