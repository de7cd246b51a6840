package org.migrationrunbooks.runbook.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.runbook.operations.TransferWatch.Advice;

/** What counts as movement of a transfer that takes disks along. */
class TransferWatchTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LONG = Duration.ofHours(1);
    private final TransferWatch watch =
            new TransferWatch(new TransferWatch.Limits(Duration.ofSeconds(20), LONG, LONG, LONG, LONG, LONG, false));

    @Test
    void diskBytesAreMovement() {
        for (int second = 0; second < 100; second += 10) {
            assertThat(saw(second, 10L * second, 1000 - 10L * second)).isInstanceOf(Advice.GoOn.class);
        }
    }

    @Test
    void nothingButWhatTheGuestWritesIsNone() {
        saw(0, 500, 500);

        assertThat(saw(15, 500, 600)).isInstanceOf(Advice.GoOn.class);
        assertThat(saw(25, 500, 700)).isInstanceOfSatisfying(Advice.GiveUp.class, advice -> assertThat(advice.reason())
                .contains("nothing moved for 20 s"));
    }

    @Test
    void nothingButWhatTheGuestWritesToItsMemoryIsNone() {
        memory(0, 500, 500);

        assertThat(memory(15, 500, 600)).isInstanceOf(Advice.GoOn.class);
        assertThat(memory(25, 500, 700))
                .isInstanceOfSatisfying(Advice.GiveUp.class, advice -> assertThat(advice.reason())
                        .contains("nothing moved for 20 s"));
    }

    @Test
    void memoryThatNeedNotBeSentAnyMoreIsMovement() {
        for (int second = 0; second < 100; second += 10) {
            assertThat(memory(second, 500, 500 - second)).isInstanceOf(Advice.GoOn.class);
        }
    }

    @Test
    void whatIsLeftOverMayTakeAMomentToGo() {
        assertThat(watch.clearingTooLong(START)).isFalse();
        assertThat(watch.clearingTooLong(START.plusSeconds(10))).isFalse();
        assertThat(watch.clearingTooLong(START.plusSeconds(16))).isTrue();
    }

    private Advice memory(int second, long sent, long left) {
        return saw(
                second,
                OperationPhase.PRE_COPY,
                new OperationProgress.Amount(
                        ByteSize.ofBytes(sent + left), ByteSize.ofBytes(sent), ByteSize.ofBytes(left)),
                null);
    }

    private Advice saw(int second, long copied, long left) {
        ByteSize memory = ByteSize.of("1GB");
        OperationProgress.Amount disks = new OperationProgress.Amount(
                ByteSize.ofBytes(copied + left), ByteSize.ofBytes(copied), ByteSize.ofBytes(left));
        return saw(
                second,
                OperationPhase.COPYING_DISKS,
                new OperationProgress.Amount(
                        disks.total().plus(memory),
                        disks.processed(),
                        disks.remaining().plus(memory)),
                disks);
    }

    private Advice saw(
            int second, OperationPhase phase, OperationProgress.Amount all, OperationProgress.@Nullable Amount disks) {
        return watch.saw(
                new OperationProgress(
                        phase,
                        all.total(),
                        all.processed(),
                        all.remaining(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        START.plusSeconds(second),
                        disks),
                START.plusSeconds(second));
    }
}
