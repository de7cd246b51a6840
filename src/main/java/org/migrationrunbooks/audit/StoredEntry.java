package org.migrationrunbooks.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An entry exactly as it stands in the table, uninterpreted: what is hashed must not depend on what this release can read.
 *
 * @param at in whole microseconds, as both databases keep it
 * @param details JSON
 */
record StoredEntry(
        long id,
        Instant at,
        String code,
        String actor,
        @Nullable String runbook,
        String subject,
        @Nullable String reason,
        String details) {

    /** The columns that {@link #read} needs, of a table {@code e}. */
    static final String COLUMNS = "e.id, e.at, e.code, e.actor, e.runbook, e.subject, e.reason, e.details";

    static StoredEntry read(ResultSet row) throws SQLException {
        return new StoredEntry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("code"),
                row.getString("actor"),
                row.getString("runbook"),
                row.getString("subject"),
                row.getString("reason"),
                row.getString("details"));
    }

    /** SHA-256 over all fields. */
    String hash() {
        return new Sha256()
                .add(Long.toString(id))
                .add(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at)))
                .add(code)
                .add(actor)
                .add(runbook)
                .add(subject)
                .add(reason)
                .add(details)
                .hex();
    }
}
