package org.migrationrunbooks.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;

/**
 * Which entries are asked for; null means any.
 *
 * @param subject exactly this one
 * @param from at this time or later
 * @param until before this time
 */
public record AuditFilter(
        @Nullable RunbookId runbook,
        @Nullable AuditCode code,
        @Nullable String actor,
        @Nullable String subject,
        @Nullable Instant from,
        @Nullable Instant until) {

    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);

    public static AuditFilter of(RunbookId runbook) {
        return new AuditFilter(runbook, null, null, null, null, null);
    }
}
