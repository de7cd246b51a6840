package org.migrationrunbooks.runbook.monitor;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Lets the monitor look at its interval. */
@Component
@ConditionalOnProperty("runbooks.monitor.enabled")
class MonitorTimer {

    private static final Logger log = LoggerFactory.getLogger(MonitorTimer.class);

    private final HostMonitor monitor;
    private final MonitorProperties properties;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "host-monitor");
        thread.setDaemon(true);
        return thread;
    });

    MonitorTimer(HostMonitor monitor, MonitorProperties properties) {
        this.monitor = monitor;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(
                this::look, 0, properties.interval().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            monitor.look();
        } catch (RuntimeException e) {
            // The next look reads everything again; without this the timer would never look again.
            log.error("A look at the hosts failed, another one follows", e);
        }
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        timer.shutdown();
        try {
            monitor.stop();
        } catch (RuntimeException e) {
            log.debug("The lease of the monitor runs out by itself", e);
        }
    }
}
