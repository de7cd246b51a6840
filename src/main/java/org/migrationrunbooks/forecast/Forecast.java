package org.migrationrunbooks.forecast;

import java.time.Duration;
import java.util.List;
import org.migrationrunbooks.fleet.ByteSize;

/**
 * What a live migration is expected to be like.
 *
 * @param convergence whether it ends by itself
 * @param totalTime from start to the instance running at the destination with all its memory; where it never converges, the time
 *     until that can be told
 * @param downtime how long the instance stands still
 * @param transferred bytes on the link
 * @param iterations pre-copy rounds
 * @param notes what the figures rest on, one short sentence each: what was measured, declared or assumed
 */
public record Forecast(
        Convergence convergence,
        Range totalTime,
        Range downtime,
        ByteSize transferred,
        int iterations,
        List<String> notes) {

    public Forecast {
        notes = List.copyOf(notes);
    }

    /** How a transfer comes to its end. */
    public enum Convergence {
        /** Plain pre-copy ends by itself. */
        CONVERGES,
        /** It ends only since the guest is slowed down. */
        WITH_AUTO_CONVERGE,
        /** It ends only by switching to post-copy. */
        WITH_POST_COPY,
        /** With this strategy it does not end. */
        NEVER
    }

    /**
     * A duration with its interval.
     *
     * @param low 5th percentile
     * @param expected median
     * @param high 95th percentile
     */
    public record Range(Duration low, Duration expected, Duration high) {

        public Range {
            if (low.compareTo(expected) > 0 || expected.compareTo(high) > 0) {
                throw new IllegalArgumentException("not a range: %s, %s, %s".formatted(low, expected, high));
            }
        }
    }
}
