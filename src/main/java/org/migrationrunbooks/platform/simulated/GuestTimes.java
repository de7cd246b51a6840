package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.convert.DurationStyle;

/**
 * How long a guest takes to shut down and to boot, by the labels {@code shutdown} and {@code boot} of its instance.
 *
 * @param shutdown in platform nanoseconds; {@link PlatformTime#NEVER} for a guest that ignores the request
 * @param boot in platform nanoseconds
 */
record GuestTimes(long shutdown, long boot) {

    private static final String SHUTDOWN_LABEL = "shutdown";
    private static final String BOOT_LABEL = "boot";
    private static final String IGNORED = "ignored";

    /**
     * Reads the labels.
     *
     * @throws IllegalArgumentException where a label is no duration
     */
    static GuestTimes of(Map<String, String> labels) {
        String shutdown = labels.getOrDefault(SHUTDOWN_LABEL, "3s");
        return new GuestTimes(
                shutdown.equals(IGNORED) ? PlatformTime.NEVER : nanos(SHUTDOWN_LABEL, shutdown),
                nanos(BOOT_LABEL, labels.getOrDefault(BOOT_LABEL, "5s")));
    }

    private static long nanos(String label, String text) {
        try {
            Duration duration = DurationStyle.detectAndParse(text);
            if (!duration.isNegative()) {
                return duration.toNanos();
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(label + ": write for example 500ms or 2s, not '" + text + "'", e);
        }
        throw new IllegalArgumentException(label + ": '" + text + "' is negative");
    }
}
