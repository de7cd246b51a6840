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
 * @param disks the part of {@code total}, {@code processed} and {@code remaining} that belongs to disks; null where only memory
 *     moves, or only disks do
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
        Instant observedAt,
        @Nullable Amount disks) {

    /** What is sent of one kind. What the guest writes meanwhile is sent again, so that more may be processed than there is. */
    public record Amount(ByteSize total, ByteSize processed, ByteSize remaining) {}

    /** The progress of what moves one kind of thing only. */
    public OperationProgress(
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
        this(
                phase,
                total,
                processed,
                remaining,
                iteration,
                dirtyRate,
                throughput,
                throttlePercent,
                expectedEnd,
                observedAt,
                null);
    }

    /** The part that is no disks; all of it where there is no such part. */
    public Amount rest() {
        return disks == null
                ? new Amount(total, processed, remaining)
                : new Amount(
                        total.minus(disks.total()),
                        processed.minus(disks.processed()),
                        remaining.minus(disks.remaining()));
    }

    /** Share done, 0 to 1, by what remains; null where the total is not known yet. */
    public @Nullable Double shareDone() {
        if (total.bytes() == 0) {
            return null;
        }
        return Math.max(0, Math.min(1, 1 - remaining.bytes() / (double) total.bytes()));
    }
}
