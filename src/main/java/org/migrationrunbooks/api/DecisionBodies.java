package org.migrationrunbooks.api;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.runbook.GateDecision;

/** What people say to a run. */
final class DecisionBodies {

    static final String MISSING = "is missing";

    private DecisionBodies() {}

    /**
     * A decision about a plan.
     *
     * @param planHash {@code plan.hash} of the plan that was looked at
     */
    record ApprovalBody(
            @NotNull(message = MISSING) Decision decision,
            @NotNull(message = MISSING) PlanHash planHash,
            @Nullable @Size(max = StartBody.TEXT, message = StartBody.TEXT_TOO_LONG) String comment) {}

    /** Who is to look at what waits for an approver. */
    record AssigneeBody(
            @NotBlank(message = MISSING) @Size(max = StartBody.NAME, message = StartBody.NAME_TOO_LONG)
                    String person) {}

    /**
     * A lone person's word that a plan has to go ahead.
     *
     * @param planHash {@code plan.hash} of the plan that was looked at
     * @param reason why nobody else can be asked
     */
    record BreakGlassBody(
            @NotNull(message = MISSING) PlanHash planHash,
            @NotBlank(message = MISSING) @Size(max = StartBody.TEXT, message = StartBody.TEXT_TOO_LONG)
                    String reason) {}

    /**
     * What a person says of a host that no device switched off.
     *
     * @param host its name, as read from the machine itself
     * @param comment how it was made sure that it is off
     */
    record AttestationBody(
            @NotNull(message = MISSING) @Size(max = StartBody.NAME, message = StartBody.NAME_TOO_LONG) String host,
            @Nullable @Size(max = StartBody.TEXT, message = StartBody.TEXT_TOO_LONG) String comment) {}

    /** Why a run is cancelled. */
    record CancelBody(@Nullable @Size(max = StartBody.TEXT, message = StartBody.TEXT_TOO_LONG) String reason) {}

    /** Why a run is tried again. */
    record RetryBody(@Nullable @Size(max = StartBody.TEXT, message = StartBody.TEXT_TOO_LONG) String comment) {}

    /** How to go on at the gate. */
    record GateBody(
            @NotNull(message = MISSING) GateDecision decision,
            @Nullable @Size(max = StartBody.TEXT, message = StartBody.TEXT_TOO_LONG) String comment) {}
}
