package org.migrationrunbooks.runbook;

import org.migrationrunbooks.approval.ApprovalSubject;

/**
 * What the policy says about the approval of a plan.
 *
 * @param reason why one is required, or why none is
 * @param quorum how many different people have to approve it, at least 1
 * @param group of the people who may
 */
public record ApprovalTerms(boolean required, String reason, int quorum, String group) {

    /** One approver of all. */
    public static ApprovalTerms of(boolean required, String reason) {
        return new ApprovalTerms(required, reason, 1, ApprovalSubject.APPROVERS);
    }
}
