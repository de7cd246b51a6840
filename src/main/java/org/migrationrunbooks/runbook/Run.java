package org.migrationrunbooks.runbook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;

/**
 * One run of a runbook as it is on record; the authority for everything that a process variable only shows.
 *
 * @param processInstanceId of the engine; null between the request and the start in the same transaction
 * @param plan null until it is recorded
 * @param approvalRequired null until the policy was asked
 * @param asked what is asked to be approved now beyond the plan; null where that is the plan
 * @param attention why a person is needed; null where nobody is
 * @param cancelRequestedBy null where nobody asked
 * @param ending null while it goes on
 */
public record Run(
        RunbookId id,
        RunbookKind kind,
        String requester,
        StartRequest request,
        InstanceId instance,
        String reason,
        Instant requestedAt,
        @Nullable String processInstanceId,
        RunbookState state,
        @Nullable Plan plan,
        @Nullable Boolean approvalRequired,
        @Nullable String approvalReason,
        @Nullable PlanException asked,
        @Nullable String attention,
        @Nullable String cancelRequestedBy,
        @Nullable String cancelReason,
        @Nullable Ending ending,
        @Nullable String endingDetail,
        @Nullable Instant endedAt) {

    public boolean cancelRequested() {
        return cancelRequestedBy != null;
    }
}
