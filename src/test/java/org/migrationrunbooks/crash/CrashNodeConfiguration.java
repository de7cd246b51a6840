package org.migrationrunbooks.crash;

import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Wraps what the application talks to, so that it can be held at any point without knowing of it. */
@TestConfiguration(proxyBeanMethods = false)
@Import({NodeConsole.class, RunReader.class})
class CrashNodeConfiguration {

    private static final StopPoints POINTS = new StopPoints(NodeConsole::tellHeld);

    @Bean
    StopPoints stopPoints() {
        return POINTS;
    }

    @Bean
    ProcessEnginePlugin stoppableModels() {
        return new StoppableModels(POINTS);
    }

    @Bean
    static BeanPostProcessor stoppablePorts() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof Platforms platforms) {
                    return new Platforms(platforms.all().stream()
                            .<Platform>map(platform -> new StoppablePlatform(platform, POINTS))
                            .toList());
                }
                return bean instanceof AuditTrail audit ? stoppable(audit) : bean;
            }
        };
    }

    private static AuditTrail stoppable(AuditTrail real) {
        return event -> {
            String subject = event.subject();
            POINTS.reach(StopPoint.recording(event.code()), subject.substring(subject.lastIndexOf('/') + 1));
            real.append(event);
        };
    }
}
