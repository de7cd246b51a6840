package org.migrationrunbooks.testing;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Keeps what was told to the audit in memory, for tests of modules that feed it. */
@TestConfiguration(proxyBeanMethods = false)
public class RecordedAudit {

    @Bean
    @Primary
    Recorder recordedAuditTrail() {
        return new Recorder();
    }

    @Bean
    @Primary
    Clock clockOfTest() {
        return Clock.systemUTC();
    }

    /** The trail itself; entries of rolled-back transactions stay in it. */
    public static final class Recorder implements AuditTrail {

        private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public void append(AuditEvent event) {
            events.add(event);
        }

        public List<AuditEvent> events() {
            return List.copyOf(events);
        }

        public List<AuditEvent> events(AuditCode code) {
            return events.stream().filter(event -> event.code() == code).toList();
        }

        public void clear() {
            events.clear();
        }
    }
}
