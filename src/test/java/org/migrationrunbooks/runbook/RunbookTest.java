package org.migrationrunbooks.runbook;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.migrationrunbooks.testing.FlowCoverage;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The whole application on a simulated fleet whose time runs forty times as fast; all such tests share one context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:runbooks;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.sample-runs=false",
            "runbooks.platforms[0].name=test",
            "runbooks.platforms[0].type=simulated",
            "runbooks.platforms[0].fleet=classpath:fleets/runbook-test.yaml",
            "runbooks.platforms[0].database=jdbc:h2:mem:runbooks-platform;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.platforms[0].timeScale=40",
            "runbooks.platforms[1].name=rack",
            "runbooks.platforms[1].type=simulated",
            "runbooks.platforms[1].fleet=classpath:fleets/evacuation-test.yaml",
            "runbooks.platforms[1].database=jdbc:h2:mem:runbooks-rack;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.platforms[1].timeScale=40",
            // Its tests let one host after the other fail, and leave some of them dead.
            "runbooks.monitor.storm-hosts=1000",
            "runbooks.fencing[0].name=outlet",
            "runbooks.fencing[0].type=crosswired",
            "runbooks.operations.power-patience=1s",
            "runbooks.operations.power-grace=500ms",
            "runbooks.return-to-service.boot-timeout=2s",
            "runbooks.return-to-service.look-interval=300ms",
            "runbooks.live-migration.retry-pause=1s",
            "runbooks.live-migration.stall-timeout=1s",
            "runbooks.operations.tick-interval=100ms",
            "runbooks.operations.poll-interval=100ms",
            "runbooks.operations.doubt=1s",
            "runbooks.operations.silence=3s",
            "runbooks.cold-migration.shutdown-timeout=1s",
            "runbooks.cold-migration.stall-timeout=1s",
            "runbooks.cold-migration.boot-timeout=5s",
            "runbooks.operations.sweep-interval=1s"
        })
@Import({FlowCoverage.class, Scenario.class, Rack.class, Returns.class, CrosswiredOutlet.class})
@interface RunbookTest {}
