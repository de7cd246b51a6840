package org.migrationrunbooks.runbook.operations;

import java.util.Optional;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.OperationCommand;
import org.migrationrunbooks.platform.TaskCommand;
import org.migrationrunbooks.runbook.Run;
import org.springframework.stereotype.Component;

/** The steps of a cold migration on its way forward: a wish to cancel keeps them from being begun. */
@Component
class InstanceTaskOperation implements LongOperation, TaskWork.Kind {

    static final String TOPIC = "instance-task";

    private final TaskWork work;

    InstanceTaskOperation(TaskWork work) {
        this.work = work;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public boolean knows(OperationCommand command) {
        return command instanceof TaskCommand;
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
        return new StepFailure(TaskError.TaskCancelled.name(), "Cancelled before this step was begun.");
    }

    @Override
    public boolean cancellable(String step) {
        return true;
    }

    @Override
    public Optional<StepFailure> failure(InstanceTask task, OperationOutcome outcome, boolean askedByPerson) {
        return TaskError.failure(task, outcome, askedByPerson);
    }
}
