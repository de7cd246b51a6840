package org.migrationrunbooks.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a long action is. What a platform does not tell is null, never a guess.
 *
 * @param total to be sent at the least, memory and disks
 * @param processed sent so far; may grow beyond {@code total}, since dirtied memory is sent again
 * @param remaining still to be sent if nothing were dirtied from now on
 * @param iteration the pre-copy round, from 1
 * @param dirtyRate memory dirtied per second, as measured during the action
 * @param throughput as measured during the action
 * @param throttlePercent how much auto-converge slows the guest down, 0 to 99
 * @param expectedEnd by the platform's own figures
 * @param observedAt when the platform was asked
 */
public record OperationProgress(
        OperationPhase phase,
        ByteSize total,
        ByteSize processed,
        ByteSize remaining,
        @Nullable Integer iteration,
        @Nullable DataRate dirtyRate,
        @Nullable DataRate throughput,
        @Nullable Integer throttlePercent,
        @Nullable Instant expectedEnd,
        Instant observedAt) {

    /** Share done, 0 to 1, by what remains; null where the total is not known yet. */
    public @Nullable Double shareDone() {
        if (total.bytes() == 0) {
            return null;
        }
        return Math.max(0, Math.min(1, 1 - remaining.bytes() / (double) total.bytes()));
    }
}
