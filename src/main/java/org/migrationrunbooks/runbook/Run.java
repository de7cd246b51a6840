package org.migrationrunbooks.runbook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.ApprovalSubject;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.planning.PlanChange;

/**
 * One run of a runbook as it is on record; the authority for everything that a process variable only shows.
 *
 * @param parent the run that has begun this one; null for what somebody asked for
 * @param takesOver the run from which it took the instance over; null where none had it
 * @param processInstanceId of the engine; null between the request and the start in the same transaction
 * @param plan null until it is recorded
 * @param approvalRequired null until the policy was asked
 * @param approvalQuorum how many different people have to approve the plan
 * @param approvalGroup of the people who may
 * @param earlierPlan the one that was replaced by {@code plan}; null where that is the first
 * @param breakGlassBy who went ahead without the approval of others; null where nobody did
 * @param asked what is asked to be approved now beyond the plan; null where that is the plan
 * @param approvalDueAt by when what was asked last is to be decided; null where nothing was asked yet
 * @param remindedAt when the approvers were reminded of it; null where they were not
 * @param attention why a person is needed; null where nobody is
 * @param cancelRequestedBy null where nobody asked
 * @param ending null while it goes on
 * @param reviewedAt when an auditor first signed it off; null where none has
 */
public record Run(
        RunbookId id,
        RunbookKind kind,
        String requester,
        StartRequest request,
        RunTarget target,
        @Nullable RunbookId parent,
        @Nullable RunbookId takesOver,
        String reason,
        Instant requestedAt,
        @Nullable String processInstanceId,
        RunbookState state,
        @Nullable Plan plan,
        @Nullable Boolean approvalRequired,
        @Nullable String approvalReason,
        int approvalQuorum,
        String approvalGroup,
        @Nullable Plan earlierPlan,
        @Nullable String breakGlassBy,
        @Nullable PlanException asked,
        @Nullable Instant approvalDueAt,
        @Nullable Instant remindedAt,
        @Nullable String attention,
        @Nullable String cancelRequestedBy,
        @Nullable String cancelReason,
        @Nullable Ending ending,
        @Nullable String endingDetail,
        @Nullable Instant endedAt,
        @Nullable Instant reviewedAt) {

    /**
     * The instance that it acts on.
     *
     * @throws IllegalStateException where it acts on a host, which would be a bug
     */
    public InstanceId instance() {
        if (target instanceof RunTarget.OfInstance one) {
            return one.instance();
        }
        throw new IllegalStateException("run %s acts on host %s, not on one instance".formatted(id, target));
    }

    /**
     * The host that it acts on.
     *
     * @throws IllegalStateException where it acts on one instance, which would be a bug
     */
    public HostId host() {
        if (target instanceof RunTarget.OfHost one) {
            return one.host();
        }
        throw new IllegalStateException("run %s acts on instance %s, not on a host".formatted(id, target));
    }

    /** What it acts on, as it stands in the audit. */
    public String subject() {
        return target.toString();
    }

    /**
     * What is wrong where this process wants to act for the run; empty where it is the one that carries the run out. A process that was
     * restarted or started by hand has the name of the run and nothing else of it.
     */
    public Optional<String> foreign(String process) {
        if (endedAt != null) {
            return Optional.of(RunEndedException.message(id));
        }
        return processInstanceId == null || processInstanceId.equals(process)
                ? Optional.empty()
                : Optional.of("RUN_OF_ANOTHER_PROCESS: process %s carries out run %s; nothing was started."
                        .formatted(processInstanceId, id));
    }

    /** In what the plan is not the one that it replaced; empty where it is the first. */
    public List<PlanChange> planChanges() {
        return plan == null || earlierPlan == null ? List.of() : PlanChange.between(earlierPlan, plan);
    }

    /** What has to be approved under this hash, and by whom. */
    public ApprovalSubject toApprove(PlanHash hash) {
        return new ApprovalSubject(requester, hash, approvalQuorum, approvalGroup);
    }

    /** By when an approval is to be decided; null where none is waited for. */
    public @Nullable Instant waitsUntil() {
        return state == RunbookState.AWAITING_APPROVAL ? approvalDueAt : null;
    }

    /** When the approvers were reminded of what they are asked now; null where they were not, or nothing is asked. */
    public @Nullable Instant remindedOfThis() {
        return waitsUntil() == null ? null : remindedAt;
    }

    public boolean cancelRequested() {
        return cancelRequestedBy != null;
    }

    /** What beyond one of its plans an approval with this hash is about; empty where it is about a plan itself. */
    public Optional<PlanException> exception(PlanHash approved) {
        return PlanException.of(approved, plan).or(() -> PlanException.of(approved, earlierPlan));
    }
}
