package org.migrationrunbooks.runbook.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.externaltask.ExternalTaskQueryBuilder;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.runbook.OnlyWhereOperating;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookDecisions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Works the external tasks of long operations inside the application. Each task is fetched under a worker id of its own, so that a
 * lease that was lost can never be mistaken for a later one of the same node. Nothing here waits for a transfer: a look is taken,
 * and the next one scheduled.
 */
@Component
@OnlyWhereOperating
class OperationWorker {

    private static final Logger log = LoggerFactory.getLogger(OperationWorker.class);

    /** More than one, so that an extension that waits in the database does not cost the other leases. */
    private static final int LEASE_THREADS = 4;

    private final ExternalTaskService tasks;
    private final Map<String, LongOperation> kinds;
    private final RunStore runs;
    private final OperationProperties properties;
    private final OrphanSweep sweep;
    private final RunbookDecisions decisions;
    private final Clock clock;
    private final String bootId = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, daemon("operation-timer"));
    private final ExecutorService leases = Executors.newFixedThreadPool(LEASE_THREADS, daemon("operation-lease"));
    private final ExecutorService pool;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    OperationWorker(
            ExternalTaskService tasks,
            List<LongOperation> kinds,
            RunStore runs,
            OperationProperties properties,
            OrphanSweep sweep,
            RunbookDecisions decisions,
            Clock clock) {
        this.tasks = tasks;
        this.kinds = kinds.stream().collect(Collectors.toMap(LongOperation::topic, Function.identity()));
        this.runs = runs;
        this.properties = properties;
        this.sweep = sweep;
        this.decisions = decisions;
        this.clock = clock;
        this.pool = Executors.newFixedThreadPool(properties.threads(), daemon("operation"));
    }

    /** @param extending taken while an extension is under way, so that a slow database does not pile them up */
    private record Held(LongOperation kind, Tenure tenure, TransferWatch watch, AtomicBoolean extending) {}

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        // The timer only hands over: what fails in a pool ends one look, never the schedule.
        every(properties.pollInterval(), () -> pool.execute(this::fetch));
        every(properties.sweepInterval(), () -> pool.execute(this::sweep));
        every(properties.sweepInterval(), () -> pool.execute(decisions::pursueCancels));
        every(properties.leaseExtension(), () -> held.keySet()
                .forEach(workerId -> leases.execute(() -> keep(workerId))));
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        timer.shutdownNow();
        leases.shutdownNow();
        pool.shutdownNow();
    }

    private void every(Duration interval, Runnable task) {
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(task, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        if (sweeping.compareAndSet(false, true)) {
            try {
                sweep.sweep();
            } finally {
                sweeping.set(false);
            }
        }
    }

    private void fetch() {
        while (held.size() < properties.capacity()) {
            String workerId = "%s/%s".formatted(bootId, UUID.randomUUID());
            ExternalTaskQueryBuilder query = tasks.fetchAndLock(1, workerId);
            for (String topic : kinds.keySet()) {
                query = query.topic(topic, properties.lease().toMillis());
            }
            List<LockedExternalTask> fetched = query.execute();
            if (fetched.isEmpty()) {
                return;
            }
            hold(workerId, fetched.get(0));
        }
    }

    private void hold(String workerId, LockedExternalTask task) {
        LongOperation kind = Objects.requireNonNull(kinds.get(task.getTopicName()), task.getTopicName());
        TaskTenure tenure = new TaskTenure(tasks, task, properties.lease());
        TransferWatch watch = kind.watch(runs.get(tenure.runbook()), tenure.step());
        held.put(workerId, new Held(kind, tenure, watch, new AtomicBoolean()));
        pool.execute(() -> look(workerId));
    }

    private void look(String workerId) {
        Held held = this.held.get(workerId);
        if (held == null) {
            return;
        }
        boolean again = false;
        try {
            again = held.kind().look(held.tenure(), held.watch());
        } catch (OptimisticLockingException e) {
            // The lease was extended at the same moment, or somebody else has it; the next look finds out which.
            again = true;
        } catch (DataAccessException | TransactionException | ProcessEngineException e) {
            // Our own database failed or is slow; the watch is kept, and the next look reads again what is true.
            log.error(
                    "A look at run {} failed, another one follows",
                    held.tenure().runbook(),
                    e);
            again = true;
        } catch (LeaseLostException e) {
            log.warn("Operation of run {} is left to others: {}", held.tenure().runbook(), e.getMessage());
        } finally {
            if (!again) {
                this.held.remove(workerId);
            }
        }
        if (again) {
            ScheduledFuture<?> unused = timer.schedule(
                    () -> pool.execute(() -> look(workerId)),
                    held.watch()
                            .untilNextLook(properties.tickInterval(), clock.instant())
                            .toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void keep(String workerId) {
        Held kept = held.get(workerId);
        if (kept == null || !kept.extending().compareAndSet(false, true)) {
            return;
        }
        try {
            kept.tenure().extend();
        } catch (OptimisticLockingException e) {
            log.debug(
                    "A look has just extended or ended the lease of run {}",
                    kept.tenure().runbook());
        } catch (DataAccessException | TransactionException | ProcessEngineException e) {
            log.error(
                    "The lease of run {} could not be extended now",
                    kept.tenure().runbook(),
                    e);
        } catch (LeaseLostException e) {
            if (held.remove(workerId) != null) {
                log.warn("Lease of run {} is lost: {}", kept.tenure().runbook(), e.getMessage());
            }
        } finally {
            kept.extending().set(false);
        }
    }

    private static ThreadFactory daemon(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, e) ->
                    log.error("A bug stopped {}; its lease runs out and the task is taken up again", failed, e));
            return thread;
        };
    }
}
