package org.migrationrunbooks.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;

/** One person's decision about one plan. */
public record Approval(
        RunbookId runbook,
        PlanHash planHash,
        String person,
        Decision decision,
        @Nullable String comment,
        Instant decidedAt) {}
