package org.migrationrunbooks.runbook.hosts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;

/**
 * What one person says of a host that no device switches off: that they have made sure that it is off.
 *
 * @param planHash the plan that is going to be carried out on the strength of it
 * @param host the name that the person gave
 * @param remark how they have made sure
 */
public record Attestation(
        RunbookId runbook,
        PlanHash planHash,
        String host,
        String person,
        @Nullable String remark,
        Instant attestedAt) {}
