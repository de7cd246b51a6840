package org.migrationrunbooks.approval;

import org.migrationrunbooks.fleet.PlanHash;

/**
 * What is to be decided, and by whom.
 *
 * @param requester who asked for the run, and may not decide about it
 * @param planHash the plan as it stands now
 * @param quorum how many different people have to approve it, at least 1
 * @param group of the people who may; {@link #APPROVERS} where the policy names no other
 */
public record ApprovalSubject(String requester, PlanHash planHash, int quorum, String group) {

    /** The group of everybody who may approve at all. */
    public static final String APPROVERS = "approvers";

    public ApprovalSubject {
        if (quorum < 1) {
            throw new IllegalArgumentException("at least one person has to approve, not " + quorum);
        }
    }
}
