package org.migrationrunbooks.approval;

/** Why a decision was not taken; nothing was changed. */
public enum ApprovalRefusal {
    NOTHING_TO_DECIDE("The run has no plan that waits for a decision."),
    OWN_REQUEST("Nobody decides about their own request; another approver has to."),
    NOT_IN_GROUP("You are not one of the approvers whom the policy asks."),
    PLAN_CHANGED("The plan is not the one this decision was made for; look at it again."),
    ALREADY_DECIDED("You have already decided about this plan.");

    private final String detail;

    ApprovalRefusal(String detail) {
        this.detail = detail;
    }

    public String detail() {
        return detail;
    }
}
