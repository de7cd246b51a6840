package org.migrationrunbooks.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it can be read back: exactly what stands in the table, so that also one which was tampered with, or written by a newer
 * release on another node, can be looked at.
 *
 * @param id given when it was appended; ids have gaps where a transaction was rolled back
 * @param at when it was appended
 * @param code the name of an {@link AuditCode}
 * @param actor a login name or {@link AuditEvent#SYSTEM}
 * @param runbook a runbook id; null for what belongs to none
 * @param subject what it was about
 * @param reason null where nobody gave one
 * @param details in order of their names
 * @param seal its place in the chain; null for the moment until it is sealed
 */
public record AuditEntry(
        long id,
        Instant at,
        String code,
        String actor,
        @Nullable String runbook,
        String subject,
        @Nullable String reason,
        Map<String, String> details,
        @Nullable SealRef seal) {

    public AuditEntry {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /**
     * Where an entry stands in the chain.
     *
     * @param seq from 1, in the order of sealing
     * @param hash covers this entry and all before it
     */
    public record SealRef(long seq, String hash) {}
}
