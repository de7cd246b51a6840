package org.migrationrunbooks.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookState;

/**
 * A run as one line of a list.
 *
 * @param instance the one that the run acts on; left out where it acts on a host
 * @param host the one that the run acts on; left out where it acts on one instance
 * @param parent the run that has begun this one; left out for what somebody asked for
 * @param from host of the plan's move; left out, as is {@code to}, until there is a plan
 * @param attention why a person is needed
 * @param breakGlassBy who went ahead without the approval of others
 * @param approvalDueAt by when it is to be approved; left out where no approval is waited for
 * @param remindedAt when the approvers were reminded of it; left out where they were not
 * @param ending the code of its named end
 */
record RunbookSummary(
        String id,
        RunbookKind kind,
        RunbookState state,
        String platform,
        @Nullable String instance,
        @Nullable String host,
        @Nullable String parent,
        @Nullable String from,
        @Nullable String to,
        String requester,
        String reason,
        Instant requestedAt,
        @Nullable Instant endedAt,
        @Nullable String attention,
        @Nullable String breakGlassBy,
        @Nullable Instant approvalDueAt,
        @Nullable Instant remindedAt,
        @Nullable String ending,
        RunbookLinks links) {

    static RunbookSummary of(Run run) {
        Plan plan = run.plan();
        Move move =
                plan == null || plan.moves().size() != 1 ? null : plan.moves().get(0);
        return new RunbookSummary(
                run.id().value(),
                run.kind(),
                run.state(),
                run.target().platform(),
                TargetNames.instance(run),
                TargetNames.host(run),
                TargetNames.parent(run),
                move == null ? null : move.from().name(),
                move == null ? null : move.to().name(),
                run.requester(),
                run.reason(),
                run.requestedAt(),
                run.endedAt(),
                run.attention(),
                run.breakGlassBy(),
                run.waitsUntil(),
                run.remindedOfThis(),
                run.ending() == null ? null : run.ending().code(),
                RunbookLinks.of(run));
    }
}
