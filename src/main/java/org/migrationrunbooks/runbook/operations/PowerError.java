package org.migrationrunbooks.runbook.operations;

import java.util.Optional;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.platform.PowerCommand;
import org.migrationrunbooks.platform.PowerState;

/** The BPMN errors of switching the power of a host; the one place where its outcomes become error codes. */
enum PowerError {
    /** No device was able to, or it must not be done now. */
    PowerNotSwitched,
    /** A person asked for it before anything was switched. */
    PowerCancelled;

    /** What the engine is told of an outcome; empty for the good one. */
    static Optional<StepFailure> failure(PowerCommand command, OperationOutcome outcome) {
        String what =
                "switch %s %s".formatted(command.host().name(), command.wanted() == PowerState.OFF ? "off" : "on");
        if (outcome instanceof OperationOutcome.Failed failed) {
            return Optional.of(new StepFailure(
                    PowerNotSwitched.name(), "It was not possible to %s. %s".formatted(what, failed.reason())));
        } else if (outcome instanceof OperationOutcome.Unknown unknown) {
            return Optional.of(new StepFailure(
                    PowerNotSwitched.name(),
                    "It is not known whether it was possible to %s. %s".formatted(what, unknown.reason())));
        }
        return outcome instanceof OperationOutcome.Cancelled
                ? Optional.of(new StepFailure(PowerCancelled.name(), "Cancelled before anything was switched."))
                : Optional.empty();
    }
}
