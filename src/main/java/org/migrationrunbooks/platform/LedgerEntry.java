package org.migrationrunbooks.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a simulated platform's ledger.
 *
 * @param effect false for what was only asked, true for what took effect
 * @param event for example {@code MIGRATION_STARTED}
 * @param operation key of the operation, or epoch of the copy; null where the event belongs to none
 */
public record LedgerEntry(
        long sequence,
        Instant at,
        boolean effect,
        String event,
        @Nullable String instance,
        @Nullable String host,
        @Nullable String operation,
        String detail) {}
