package org.migrationrunbooks.runbook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the brake is.
 *
 * @param changedBy who engaged or released it last; null where nobody ever has, as are the others then
 */
public record BrakeState(
        boolean engaged, @Nullable String changedBy, @Nullable Instant changedAt, @Nullable String reason) {

    /** Who keeps operations from beginning, since when and why; for people. */
    public String told() {
        return "The brake is engaged by %s since %s: %s".formatted(changedBy, changedAt, reason);
    }
}
