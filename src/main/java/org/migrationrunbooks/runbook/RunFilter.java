package org.migrationrunbooks.runbook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list; null means any.
 *
 * @param host the one acted on, or source or destination of the plan
 * @param person who asked for it, asked for its end, decided about its plan, or attested for it
 * @param ended whether it has come to its end
 * @param reviewed whether an auditor has signed it off
 * @param since asked for then or later
 * @param until asked for before
 * @param parts whether those that another run has begun are listed too
 * @param page from 0
 * @param size 1 to 500
 */
public record RunFilter(
        @Nullable RunbookState state,
        @Nullable RunbookKind kind,
        @Nullable String platform,
        @Nullable String host,
        @Nullable String instance,
        @Nullable String person,
        @Nullable Ending ending,
        @Nullable Boolean ended,
        @Nullable Boolean reviewed,
        @Nullable Instant since,
        @Nullable Instant until,
        boolean parts,
        int page,
        int size) {

    public RunFilter {
        if (page < 0 || size < 1 || size > 500) {
            throw new IllegalArgumentException("page is 0 or more, size 1 to 500");
        }
    }

    /** By what is known of a run while it goes on. */
    public static RunFilter of(
            @Nullable RunbookState state,
            @Nullable RunbookKind kind,
            @Nullable String host,
            @Nullable String instance,
            @Nullable Instant since,
            @Nullable Instant until,
            int page,
            int size) {
        return new RunFilter(state, kind, null, host, instance, null, null, null, null, since, until, true, page, size);
    }
}
