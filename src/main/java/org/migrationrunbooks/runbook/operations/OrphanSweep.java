package org.migrationrunbooks.runbook.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.platform.PlatformException;
import org.migrationrunbooks.runbook.Ending;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunClosing;
import org.migrationrunbooks.runbook.RunStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks for operations whose task was deleted under them, and for runs whose process is gone, for example since somebody deleted
 * it in Cockpit: stops what runs on the platform, writes down what came of it, and only then gives claims back.
 */
@Component
class OrphanSweep {

    private static final Logger log = LoggerFactory.getLogger(OrphanSweep.class);

    private final OperationStore operations;
    private final RunStore runs;
    private final RunClosing closing;
    private final List<LongOperation> kinds;
    private final OperationProperties properties;
    private final ExternalTaskService tasks;
    private final RuntimeService runtime;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final String sweeper = UUID.randomUUID().toString();
    private final Map<OperationKey, TransferWatch> watches = new ConcurrentHashMap<>();

    OrphanSweep(
            OperationStore operations,
            RunStore runs,
            RunClosing closing,
            List<LongOperation> kinds,
            OperationProperties properties,
            ExternalTaskService tasks,
            RuntimeService runtime,
            TransactionTemplate transaction,
            Clock clock) {
        this.operations = operations;
        this.runs = runs;
        this.closing = closing;
        this.kinds = kinds;
        this.properties = properties;
        this.tasks = tasks;
        this.runtime = runtime;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Takes one look at everything that was left behind. */
    void sweep() {
        operations.notEnded().stream().filter(this::orphaned).forEach(this::look);
        runs.live().stream().filter(this::processGone).forEach(this::close);
    }

    private boolean orphaned(Operation operation) {
        return tasks.createExternalTaskQuery()
                                .externalTaskId(operation.taskId())
                                .count()
                        == 0
                && gone(operation.processInstanceId());
    }

    private void look(Operation orphan) {
        Tenure tenure = new OrphanTenure(operations, orphan, sweeper, properties.lease());
        LongOperation kind = kinds.stream()
                .filter(candidate -> candidate.knows(orphan))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody knows " + orphan.command()));
        TransferWatch watch =
                watches.computeIfAbsent(orphan.key(), key -> kind.watch(runs.get(orphan.runbook()), orphan.step()));
        try {
            tenure.extend();
            if (!kind.look(tenure, watch)) {
                watches.remove(orphan.key());
            }
        } catch (LeaseLostException e) {
            log.info("Orphaned operation {} is left to others: {}", orphan.key(), e.getMessage());
        } catch (PlatformException | DataAccessException | ProcessEngineException e) {
            // One that cannot be looked at now must not keep the sweep from the others.
            log.error("Orphaned operation {} could not be looked at", orphan.key(), e);
        }
    }

    private boolean processGone(Run run) {
        String process = run.processInstanceId();
        if (process == null) {
            // A part whose process never began, and never will, since what would have begun it is over.
            return run.parent() != null && runs.get(run.parent()).endedAt() != null;
        }
        return Duration.between(run.requestedAt(), clock.instant()).compareTo(properties.sweepInterval()) > 0
                && gone(process)
                && stillLive(run)
                && operations.of(run.id()).stream().allMatch(o -> o.state() == OperationState.ENDED);
    }

    /** Read after the engine was: a run that has come to its end meanwhile ended in the transaction in which its process went. */
    private boolean stillLive(Run run) {
        return runs.get(run.id()).endedAt() == null;
    }

    private boolean gone(String processInstanceId) {
        return runtime.createProcessInstanceQuery()
                        .processInstanceId(processInstanceId)
                        .count()
                == 0;
    }

    private void close(Run run) {
        // False where another node has swept it meanwhile.
        if (Boolean.TRUE.equals(transaction.execute(status -> closing.close(run.id(), Ending.DELETED_BY_HAND, null)))) {
            log.warn("Run {} ended since its process was deleted in the engine", run.id());
        }
    }
}
