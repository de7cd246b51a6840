package org.migrationrunbooks.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.migrationrunbooks.testing.RecordedAudit;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The engine alone, with the small processes of {@code src/test/resources/engine/processes}; all such tests share one context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = EngineConfiguration.class,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:engine;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.processes.dir=src/test/resources/engine/processes"
        })
@EnableAutoConfiguration
@Import({RecordedAudit.class, ProbeSteps.class})
@interface EngineTest {}
