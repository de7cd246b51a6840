package org.migrationrunbooks.runbook.operations;

import java.util.Optional;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.platform.InstanceTask;
import org.springframework.stereotype.Component;

/** The steps of a cold migration on its way forward: a wish to cancel keeps them from being begun. */
@Component
class InstanceTaskOperation extends TaskOperation {

    static final String TOPIC = "instance-task";

    InstanceTaskOperation(TaskWork work) {
        super(work);
    }

    @Override
    public String topic() {
        return TOPIC;
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
