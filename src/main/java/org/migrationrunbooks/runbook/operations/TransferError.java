package org.migrationrunbooks.runbook.operations;

import java.util.Optional;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;

/** The BPMN errors of a transfer; the one place where outcomes become error codes. */
enum TransferError {
    /** It ended without its effect, the instance is where it was. */
    TransferFailed,
    /** A person asked for it. */
    TransferCancelled,
    /** Our own watchdog stopped it: it made no progress or would not have ended. */
    TransferGivenUp,
    /** Nobody can say. */
    OutcomeUnknown;

    /** What the engine is told of an outcome; empty for the good one. */
    static Optional<StepFailure> failure(OperationOutcome outcome, boolean askedByPerson) {
        return of(outcome, askedByPerson).map(error -> new StepFailure(error.name(), text(outcome)));
    }

    private static Optional<TransferError> of(OperationOutcome outcome, boolean askedByPerson) {
        if (outcome instanceof OperationOutcome.Completed) {
            return Optional.empty();
        } else if (outcome instanceof OperationOutcome.Failed failed) {
            // Only an instance that runs on is tried again by itself; anything else is looked at by a person.
            return Optional.of(failed.state() == InstanceState.RUNNING ? TransferFailed : TransferGivenUp);
        } else if (outcome instanceof OperationOutcome.Cancelled) {
            return Optional.of(askedByPerson ? TransferCancelled : TransferGivenUp);
        }
        return Optional.of(OutcomeUnknown);
    }

    /** What happened and what state things are in, for the person at the gate. */
    private static String text(OperationOutcome outcome) {
        if (outcome instanceof OperationOutcome.Failed failed) {
            return "The transfer failed: %s. The instance is %s on %s."
                    .formatted(
                            failed.reason(),
                            failed.state().code(),
                            failed.host().name());
        } else if (outcome instanceof OperationOutcome.Cancelled cancelled) {
            return "The transfer was stopped. The instance is %s on %s."
                    .formatted(cancelled.state().code(), cancelled.host().name());
        } else if (outcome instanceof OperationOutcome.Unknown unknown) {
            return "It is not known how the transfer ended: %s. The claim on the instance is kept until a person decides."
                    .formatted(unknown.reason());
        }
        return "The transfer completed.";
    }
}
