package org.migrationrunbooks.runbook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list; null means any.
 *
 * @param host source or destination of the plan
 * @param since not before
 * @param until before
 * @param page from 0
 * @param size 1 to 500
 */
public record RunFilter(
        @Nullable RunbookState state,
        @Nullable RunbookKind kind,
        @Nullable String host,
        @Nullable String instance,
        @Nullable Instant since,
        @Nullable Instant until,
        int page,
        int size) {

    public RunFilter {
        if (page < 0 || size < 1 || size > 500) {
            throw new IllegalArgumentException("page is 0 or more, size 1 to 500");
        }
    }
}
