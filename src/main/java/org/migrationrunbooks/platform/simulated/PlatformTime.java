package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import java.time.Instant;

/**
 * Maps the caller's clock to platform time, which is counted in nanoseconds since the fleet was set up and may run faster. Durations
 * that the platform measures are in platform time, points in time are told on the caller's clock.
 *
 * @param anchor a point in time on the caller's clock
 * @param anchorNanos the same point in platform time
 * @param scale platform seconds per second
 */
record PlatformTime(Instant anchor, long anchorNanos, double scale) {

    /** Later than everything that will ever happen. */
    static final long NEVER = Long.MAX_VALUE;

    private static final double NANOS_PER_SECOND = 1e9;

    long at(Instant instant) {
        return anchorNanos + (long) (Duration.between(anchor, instant).toNanos() * scale);
    }

    Instant instant(long nanos) {
        return anchor.plusNanos((long) ((nanos - anchorNanos) / scale));
    }

    /** The same time so far, running at another scale from now on. */
    PlatformTime rescaled(double newScale, Instant now) {
        return new PlatformTime(now, at(now), newScale);
    }

    /** How long the bytes take, rounded up to the next nanosecond, so that they have arrived when it is over. */
    static long nanosFor(long bytes, long bytesPerSecond) {
        if (bytes <= 0) {
            return 0;
        }
        if (bytesPerSecond == 0) {
            return NEVER;
        }
        return (long) Math.ceil(bytes / (double) bytesPerSecond * NANOS_PER_SECOND);
    }

    static long bytesIn(long nanos, long bytesPerSecond) {
        return (long) (bytesPerSecond * (nanos / NANOS_PER_SECOND));
    }

    static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    /** The sum, where {@link #NEVER} plus anything stays never. */
    static long later(long at, long by) {
        return by >= NEVER - at ? NEVER : at + by;
    }
}
