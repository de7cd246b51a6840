package org.migrationrunbooks.runbook.operations;

import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.platform.InstanceTask;

/** The BPMN errors of a task; the one place where its outcomes become error codes. */
enum TaskError {
    /** It ended without its effect. */
    TaskFailed,
    /** A person asked for it. */
    TaskCancelled,
    /** Nobody can say. */
    OutcomeUnknown;

    /** What the engine is told of a step forward; empty for the good outcome. */
    static Optional<StepFailure> failure(InstanceTask task, OperationOutcome outcome, boolean askedByPerson) {
        if (outcome instanceof OperationOutcome.Cancelled cancelled && askedByPerson) {
            return Optional.of(
                    new StepFailure(TaskCancelled.name(), "Cancelled. " + where(cancelled.state(), cancelled.host())));
        }
        return cleanUpFailure(task, outcome);
    }

    /** What the engine is told of a step that cleans up; empty for the good outcome. */
    static Optional<StepFailure> cleanUpFailure(InstanceTask task, OperationOutcome outcome) {
        if (outcome instanceof OperationOutcome.Failed failed) {
            return Optional.of(new StepFailure(
                    TaskFailed.name(),
                    "It was not possible to %s: %s. %s"
                            .formatted(words(task), failed.reason(), where(failed.state(), failed.host()))));
        } else if (outcome instanceof OperationOutcome.Cancelled cancelled) {
            return Optional.of(new StepFailure(
                    TaskFailed.name(),
                    "The attempt to %s was stopped, since nothing moved any more. %s"
                            .formatted(words(task), where(cancelled.state(), cancelled.host()))));
        } else if (outcome instanceof OperationOutcome.Unknown unknown) {
            return Optional.of(new StepFailure(
                    OutcomeUnknown.name(),
                    "It is not known whether it was possible to %s: %s. The claim on the instance is kept."
                            .formatted(words(task), unknown.reason())));
        }
        return Optional.empty();
    }

    private static String where(InstanceState state, HostId host) {
        return "The instance is %s on %s.".formatted(state.code(), host.name());
    }

    private static String words(InstanceTask task) {
        return "%s %s on %s"
                .formatted(
                        task.code().replace('-', ' '),
                        task.instance().name(),
                        task.host().name());
    }
}
