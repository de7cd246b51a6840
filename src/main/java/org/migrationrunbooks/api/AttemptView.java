package org.migrationrunbooks.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.runbook.RunDetails.OperationView;

/**
 * One attempt of a long action and how far it is.
 *
 * @param number from 1
 * @param operation the key that names the attempt on the platform
 * @param task what was asked of the platform, for example {@code migrate} or {@code relocate}
 * @param move null for what moves nothing
 * @param state whether it was only intended so far, was accepted by the platform, or has ended
 * @param cause why it was escalated or cancelled
 */
record AttemptView(
        int number,
        String operation,
        String step,
        String task,
        @Nullable MoveView move,
        String state,
        Instant intendedAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant endedAt,
        @Nullable ProgressView progress,
        @Nullable OutcomeView outcome,
        @Nullable String cause) {

    static AttemptView of(OperationView operation) {
        OperationProgress progress = operation.progress();
        return new AttemptView(
                operation.attempt(),
                operation.key(),
                operation.step(),
                operation.task(),
                operation.move() == null ? null : MoveView.of(operation.move()),
                operation.state(),
                operation.intendedAt(),
                operation.acceptedAt(),
                operation.endedAt(),
                progress == null ? null : ProgressView.of(progress),
                operation.outcome() == null ? null : OutcomeView.of(operation.outcome()),
                operation.cause());
    }

    /**
     * As read from the platform; what it does not tell is left out.
     *
     * @param share done, 0 to 1
     * @param iteration round of pre-copy, from 1
     * @param throttlePercent how much the guest is slowed down
     * @param memory the part of total, processed and remaining that is memory; only where disks move too
     * @param disks the part that is disks
     */
    record ProgressView(
            OperationPhase phase,
            @Nullable Double share,
            long totalBytes,
            long processedBytes,
            long remainingBytes,
            @Nullable Integer iteration,
            @Nullable Long dirtyBytesPerSecond,
            @Nullable Long throughputBytesPerSecond,
            @Nullable Integer throttlePercent,
            @Nullable Instant expectedEnd,
            Instant observedAt,
            @Nullable AmountView memory,
            @Nullable AmountView disks) {

        static ProgressView of(OperationProgress progress) {
            return new ProgressView(
                    progress.phase(),
                    progress.shareDone(),
                    progress.total().bytes(),
                    progress.processed().bytes(),
                    progress.remaining().bytes(),
                    progress.iteration(),
                    rate(progress.dirtyRate()),
                    rate(progress.throughput()),
                    progress.throttlePercent(),
                    progress.expectedEnd(),
                    progress.observedAt(),
                    progress.disks() == null ? null : AmountView.of(progress.rest()),
                    progress.disks() == null ? null : AmountView.of(progress.disks()));
        }

        private static @Nullable Long rate(@Nullable DataRate rate) {
            return rate == null ? null : rate.bytesPerSecond();
        }
    }

    /** What is sent of one kind; what changes meanwhile is sent again. */
    record AmountView(long totalBytes, long processedBytes, long remainingBytes) {

        static AmountView of(OperationProgress.Amount amount) {
            return new AmountView(
                    amount.total().bytes(),
                    amount.processed().bytes(),
                    amount.remaining().bytes());
        }
    }
}
