package org.migrationrunbooks.runbook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.Approval;
import org.migrationrunbooks.approval.BreakGlassProperties;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.platform.PowerReading;

/**
 * A run with all that can be told of it.
 *
 * @param parts the runs that it has begun
 * @param evidence power states of its host as devices told them, oldest first
 * @param attestations what people have said of its host, oldest first
 * @param gate what people have decided at its gate, oldest first
 * @param whyAnew why the plan before this one no longer held; null where that is not why it was replaced
 * @param assignee the approver who looks at it; null where nobody does, or it does not wait for one
 * @param breakGlass what it means here to go ahead without the approval of others
 */
public record RunDetails(
        Run run,
        List<StepView> steps,
        List<OperationView> operations,
        List<Approval> approvals,
        List<Run> parts,
        List<PowerView> evidence,
        List<AttestationView> attestations,
        List<String> incidents,
        List<GateView> gate,
        @Nullable String whyAnew,
        @Nullable String assignee,
        BreakGlassProperties breakGlass) {

    /** What the move was like in the end; empty where it has not come to its end. */
    public Optional<OperationOutcome.Completed> measured() {
        Optional<OperationView> start = last("stop").or(() -> last("migrate"));
        Optional<OperationView> end = last("boot").or(() -> last("relocate"));
        Optional<OperationOutcome.Completed> migrated = last("migrate").flatMap(OperationView::completed);
        return migrated.isPresent() || start.isEmpty() || end.isEmpty()
                ? migrated
                : end.get().completed().map(completed -> offline(start.get(), end.get(), completed));
    }

    /** A cold migration: the instance was off from the first request to stop it until it ran again. */
    private static OperationOutcome.Completed offline(
            OperationView start, OperationView end, OperationOutcome.Completed completed) {
        Instant ended = end.endedAt() == null ? end.intendedAt() : end.endedAt();
        Duration total = Duration.between(start.intendedAt(), ended);
        return new OperationOutcome.Completed(
                completed.host(), total, end.task().equals("boot") ? total : null);
    }

    private Optional<OperationView> last(String task) {
        return operations.stream()
                .filter(operation -> operation.task().equals(task))
                .reduce((earlier, later) -> later);
    }

    /**
     * A power state as a fencing device told it.
     *
     * @param device the configured name
     * @param method how the device works
     */
    public record PowerView(String host, String device, String method, PowerReading reading) {}

    /** What one person has said of a host: that it is off. */
    public record AttestationView(
            String host, String person, PlanHash planHash, @Nullable String comment, Instant attestedAt) {}

    /**
     * What one person has decided about how to go on.
     *
     * @param decision its code
     */
    public record GateView(Instant at, String person, String decision, @Nullable String comment) {}

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
     * @param task what was asked of the platform, by its name in REST
     * @param move from where to where; an earlier attempt may have gone elsewhere than the plan does now; null for what moves nothing
     * @param state where it is in our books: asked for, taken by the platform, or over
     * @param cause why it was cancelled or escalated; null where it was not
     */
    public record OperationView(
            String key,
            String step,
            int attempt,
            String task,
            @Nullable Move move,
            String state,
            @Nullable OperationProgress progress,
            @Nullable OperationOutcome outcome,
            @Nullable String cause,
            Instant intendedAt,
            @Nullable Instant acceptedAt,
            @Nullable Instant endedAt) {

        private Optional<OperationOutcome.Completed> completed() {
            return outcome instanceof OperationOutcome.Completed completed ? Optional.of(completed) : Optional.empty();
        }
    }
}
