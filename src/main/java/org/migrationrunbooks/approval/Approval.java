package org.migrationrunbooks.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;

/**
 * One person's decision about one plan.
 *
 * @param breakGlass whether the person went round the rule that others decide; it counts for a limited time
 */
public record Approval(
        RunbookId runbook,
        PlanHash planHash,
        String person,
        Decision decision,
        @Nullable String comment,
        Instant decidedAt,
        boolean breakGlass) {}
