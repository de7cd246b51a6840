package org.migrationrunbooks.runbook.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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
    void whatIsLeftOverMayTakeAMomentToGo() {
        assertThat(watch.clearingTooLong(START)).isFalse();
        assertThat(watch.clearingTooLong(START.plusSeconds(10))).isFalse();
        assertThat(watch.clearingTooLong(START.plusSeconds(16))).isTrue();
    }

    private Advice saw(int second, long copied, long left) {
        ByteSize memory = ByteSize.of("1GB");
        OperationProgress.Amount disks = new OperationProgress.Amount(
                ByteSize.ofBytes(copied + left), ByteSize.ofBytes(copied), ByteSize.ofBytes(left));
        return watch.saw(
                new OperationProgress(
                        OperationPhase.COPYING_DISKS,
                        disks.total().plus(memory),
                        disks.processed(),
                        disks.remaining().plus(memory),
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
