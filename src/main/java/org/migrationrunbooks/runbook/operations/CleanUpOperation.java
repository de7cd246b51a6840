package org.migrationrunbooks.runbook.operations;

import java.util.Optional;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.OperationCommand;
import org.migrationrunbooks.runbook.Run;
import org.springframework.stereotype.Component;

/** The steps that bring a cold migration to a clean end, forward or back: done whether or not somebody wants to cancel. */
@Component
class CleanUpOperation implements LongOperation, TaskWork.Kind {

    static final String TOPIC = "instance-clean-up";

    private final TaskWork work;

    CleanUpOperation(TaskWork work) {
        this.work = work;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public boolean knows(OperationCommand command) {
        return false;
    }

    @Override
    public TransferWatch watch(Run run, String step) {
        return work.watch(step);
    }

    @Override
    public boolean look(Tenure tenure, TransferWatch watch) {
        return work.look(tenure, watch, this);
    }

    @Override
    public Drafted draft(Run run, Plan plan, String step, OperationKey key) {
        return work.draft(run, plan, step, key);
    }

    /** A task is looked at before it is begun, every time; there is nothing to be found again. */
    @Override
    public boolean foundAgain(Operation ended) {
        return false;
    }

    @Override
    public StepFailure cancellation() {
        throw new IllegalStateException("what cleans up is not cancelled");
    }

    @Override
    public boolean cancellable(String step) {
        return false;
    }

    @Override
    public Optional<StepFailure> failure(InstanceTask task, OperationOutcome outcome, boolean askedByPerson) {
        return TaskError.cleanUpFailure(task, outcome);
    }
}
