package org.migrationrunbooks.runbook.operations;

import java.time.Duration;
import java.util.Optional;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.runbook.Run;

/**
 * The right to bring an operation to its end whose task was deleted under it. One node has it at a time, by a lease in the
 * operation's own row. All it may do is to stop what runs and to write down what came of it.
 */
final class OrphanTenure implements Tenure {

    private final OperationStore operations;
    private final Operation orphan;
    private final String sweeper;
    private final Duration lease;

    OrphanTenure(OperationStore operations, Operation orphan, String sweeper, Duration lease) {
        this.operations = operations;
        this.orphan = orphan;
        this.sweeper = sweeper;
        this.lease = lease;
    }

    @Override
    public RunbookId runbook() {
        return orphan.runbook();
    }

    @Override
    public String step() {
        return orphan.step();
    }

    @Override
    public String processInstanceId() {
        return orphan.processInstanceId();
    }

    @Override
    public String taskId() {
        return orphan.taskId();
    }

    @Override
    public void extend() {
        if (!operations.leaseOrphan(orphan.key(), sweeper, lease)) {
            throw new LeaseLostException("another node sweeps " + orphan.key());
        }
    }

    @Override
    public boolean mayBegin() {
        return false;
    }

    @Override
    public Optional<String> cancelCause(Run run) {
        return Optional.of("its process was deleted in the engine");
    }

    @Override
    public void finish(Optional<StepFailure> failure) {
        extend();
    }

    @Override
    public void cancelled(StepFailure cancellation) {
        throw new IllegalStateException("an orphan begins nothing, so there is nothing to cancel before its begin");
    }

    @Override
    public void handBack(Duration pause) {
        throw new IllegalStateException("an orphan begins nothing, so there is nothing to wait for");
    }

    @Override
    public void refuse(String reason) {
        throw new LeaseLostException(reason);
    }
}
