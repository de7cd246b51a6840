package org.migrationrunbooks.audit;

import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Seals four times a second while the application runs, on a thread of its own: whatever else is scheduled must not delay it.
 * The head of the chain goes to the log, where it is out of reach for whoever rewrites the database.
 */
@Component
class AuditSealing implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AuditSealing.class);
    private static final Duration SEALING_INTERVAL = Duration.ofMillis(250);
    private static final Duration LOGGING_INTERVAL = Duration.ofMinutes(1);
    private static final int STOP_SECONDS = 5;

    private final AuditSealer sealer;
    private @Nullable ThreadPoolTaskScheduler thread;
    private volatile boolean failing;
    private volatile long loggedSeq;

    AuditSealing(AuditSealer sealer) {
        this.sealer = sealer;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setThreadNamePrefix("audit-sealer-");
            scheduler.setDaemon(true);
            scheduler.setErrorHandler(this::failed);
            scheduler.setWaitForTasksToCompleteOnShutdown(true);
            scheduler.setAwaitTerminationSeconds(STOP_SECONDS);
            scheduler.initialize();
            Future<?> unused = scheduler.scheduleWithFixedDelay(this::seal, SEALING_INTERVAL);
            unused = scheduler.scheduleWithFixedDelay(this::logHead, LOGGING_INTERVAL);
            thread = scheduler;
        }
    }

    private void seal() {
        sealer.seal();
        if (failing) {
            failing = false;
            LOG.info("Audit entries are sealed again");
        }
    }

    /** A database that is away comes back, and the entries wait for it. Once per outage is enough for the log. */
    private void failed(Throwable cause) {
        if (!failing) {
            failing = true;
            LOG.warn("Audit entries cannot be sealed and wait until they can", cause);
        }
    }

    private void logHead() {
        sealer.head().filter(head -> head.seq() != loggedSeq).ifPresent(head -> {
            loggedSeq = head.seq();
            LOG.info("Audit sealed up to number {} with hash {}", head.seq(), head.hash());
        });
    }

    /** Seals what came in last: by then nothing else of the application runs. */
    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.execute(this::seal);
            thread.execute(this::logHead);
            thread.shutdown();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /** First to start and last to stop. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
