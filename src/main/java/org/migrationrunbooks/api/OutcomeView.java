package org.migrationrunbooks.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;

/**
 * How an attempt ended, as read from the platform afterwards.
 *
 * @param result {@code completed}, {@code failed}, {@code cancelled} or {@code unknown}
 * @param host where the instance is; left out where that is not known
 * @param instanceState what the instance does there, where it did not complete
 * @param totalTime measured; of a completed one only
 * @param downtime measured; left out where the platform does not tell
 * @param reason in the platform's words
 */
record OutcomeView(
        String result,
        @Nullable String host,
        @Nullable InstanceState instanceState,
        @Nullable Duration totalTime,
        @Nullable Duration downtime,
        @Nullable String reason) {

    static OutcomeView of(OperationOutcome outcome) {
        if (outcome instanceof OperationOutcome.Completed completed) {
            return new OutcomeView(
                    "completed", completed.host().name(), null, completed.totalTime(), completed.downtime(), null);
        }
        if (outcome instanceof OperationOutcome.Failed failed) {
            return new OutcomeView("failed", failed.host().name(), failed.state(), null, null, failed.reason());
        }
        if (outcome instanceof OperationOutcome.Cancelled cancelled) {
            return new OutcomeView("cancelled", cancelled.host().name(), cancelled.state(), null, null, null);
        }
        return new OutcomeView("unknown", null, null, null, null, ((OperationOutcome.Unknown) outcome).reason());
    }
}
