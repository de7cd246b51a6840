package org.migrationrunbooks.crash;

import java.util.Set;
import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Wraps what the application talks to, so that it can be held at any point without knowing of it. */
@TestConfiguration(proxyBeanMethods = false)
@Import({NodeConsole.class, People.class, LaneReader.class})
class CrashNodeConfiguration {

    /** The elements of the models say the same. */
    private static final Set<AuditCode> NAMELESS =
            Set.of(AuditCode.STEP_STARTED, AuditCode.STEP_ENDED, AuditCode.PROCESS_STARTED, AuditCode.PROCESS_ENDED);

    private static final StopPoints POINTS = new StopPoints(NodeConsole::tellHeld);

    @Bean
    StopPoints stopPoints() {
        return POINTS;
    }

    @Bean
    ProcessEnginePlugin watchedModels() {
        return new WatchedModels();
    }

    @Bean
    static BeanPostProcessor watched() {
        WatchedPorts ports = new WatchedPorts(POINTS);
        WatchedDatabase database = new WatchedDatabase(POINTS);
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof Platforms platforms) {
                    return new Platforms(
                            platforms.all().stream().map(ports::watched).toList());
                }
                if (bean instanceof DataSource source) {
                    return database.watched(source);
                }
                return bean instanceof AuditTrail audit ? named(audit) : bean;
            }
        };
    }

    /** Names transactions after what is recorded in them. */
    private static AuditTrail named(AuditTrail real) {
        return event -> {
            if (!NAMELESS.contains(event.code())) {
                Passage.current().records(event.code().name());
            }
            real.append(event);
        };
    }
}
