package org.migrationrunbooks.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditEntry;

/**
 * An entry of the audit.
 *
 * @param code stable; what auditors filter by
 * @param actor a login name, or {@code system}
 * @param runbook the run that it belongs to
 * @param subject what it was about
 * @param reason in the actor's words or ours
 * @param seal its place in the chain; left out for the moment until it is sealed
 */
record AuditEntryView(
        long id,
        Instant at,
        String code,
        String actor,
        @Nullable String runbook,
        String subject,
        @Nullable String reason,
        Map<String, String> details,
        @Nullable SealView seal) {

    static AuditEntryView of(AuditEntry entry) {
        AuditEntry.SealRef seal = entry.seal();
        return new AuditEntryView(
                entry.id(),
                entry.at(),
                entry.code(),
                entry.actor(),
                entry.runbook(),
                entry.subject(),
                entry.reason(),
                entry.details(),
                seal == null ? null : new SealView(seal.seq(), seal.hash()));
    }

    /**
     * Where an entry stands in the chain.
     *
     * @param number from 1
     * @param hash covers this entry and all before it
     */
    record SealView(long number, String hash) {}
}
