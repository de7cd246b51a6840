package org.migrationrunbooks.runbook.operations;

import java.util.Optional;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.platform.InstanceTask;
import org.springframework.stereotype.Component;

/** The steps that bring a cold migration to a clean end, forward or back: done whether or not somebody wants to cancel. */
@Component
class CleanUpOperation extends TaskOperation {

    static final String TOPIC = "instance-clean-up";

    CleanUpOperation(TaskWork work) {
        super(work);
    }

    @Override
    public String topic() {
        return TOPIC;
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
