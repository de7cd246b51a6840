package org.migrationrunbooks.approval;

import org.migrationrunbooks.fleet.PlanHash;

/**
 * What is to be decided now.
 *
 * @param requester who asked for the run, and may not decide about it
 * @param planHash the plan as it stands now
 */
public record ApprovalSubject(String requester, PlanHash planHash) {}
