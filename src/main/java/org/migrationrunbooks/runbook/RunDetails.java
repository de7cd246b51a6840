package org.migrationrunbooks.runbook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.Approval;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationProgress;

/** A run with all that can be told of it. */
public record RunDetails(
        Run run,
        List<StepView> steps,
        List<OperationView> operations,
        List<Approval> approvals,
        List<String> incidents) {

    /**
     * A step of the model as it was run.
     *
     * @param activity id of the model element
     * @param endedAt null while it runs or waits
     */
    public record StepView(
            String activity,
            String name,
            String type,
            Instant startedAt,
            @Nullable Instant endedAt,
            boolean cancelled) {}

    /**
     * One attempt of a long action.
     *
     * @param move what was asked of the platform; an earlier attempt may have gone elsewhere than the plan does now
     * @param state where it is in our books: asked for, taken by the platform, or over
     * @param cause why it was cancelled or escalated; null where it was not
     */
    public record OperationView(
            String key,
            String step,
            int attempt,
            Move move,
            String state,
            @Nullable OperationProgress progress,
            @Nullable OperationOutcome outcome,
            @Nullable String cause,
            Instant intendedAt,
            @Nullable Instant acceptedAt,
            @Nullable Instant endedAt) {}
}
