package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;

class JobStatsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T06:30:00Z");
    private static final long MIB = 1L << 20;

    @Test
    void countsDirtyPagesInBytes() {
        OperationProgress progress = running(Map.of(
                        "memory_dirty_rate",
                        256L,
                        "memory_page_size",
                        4096L,
                        "memory_bps",
                        20 * MIB,
                        "memory_iteration",
                        3L))
                .progress(OperationPhase.PRE_COPY, ByteSize.of("128MiB"), NOW);

        assertThat(progress.dirtyRate()).isEqualTo(DataRate.ofMebibytesPerSecond(1));
        assertThat(progress.throughput()).isEqualTo(DataRate.ofMebibytesPerSecond(20));
        assertThat(progress.iteration()).isEqualTo(3);
        assertThat(progress.throttlePercent()).isNull();
    }

    @Test
    void expectsTheEndByWhatRemainsAndHowFastItShrinks() {
        OperationProgress progress = running(Map.of(
                        "memory_remaining",
                        100 * MIB,
                        "memory_bps",
                        20 * MIB,
                        "memory_dirty_rate",
                        10 * MIB / 4096,
                        "memory_page_size",
                        4096L))
                .progress(OperationPhase.PRE_COPY, ByteSize.of("128MiB"), NOW);

        assertThat(progress.remaining()).isEqualTo(ByteSize.of("100MiB"));
        assertThat(progress.expectedEnd()).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void expectsNoEndWhereTheGuestWritesFasterThanTheLinkCarries() {
        OperationProgress progress = running(Map.of(
                        "memory_remaining",
                        100 * MIB,
                        "memory_bps",
                        20 * MIB,
                        "memory_dirty_rate",
                        30 * MIB / 4096,
                        "memory_page_size",
                        4096L))
                .progress(OperationPhase.PRE_COPY, ByteSize.of("128MiB"), NOW);

        assertThat(progress.expectedEnd()).isNull();
    }

    @Test
    void dirtiedMemoryDoesNotDelayPostCopy() {
        OperationProgress progress = running(Map.of(
                        "memory_remaining",
                        100 * MIB,
                        "memory_bps",
                        20 * MIB,
                        "memory_dirty_rate",
                        30 * MIB / 4096,
                        "memory_page_size",
                        4096L))
                .progress(OperationPhase.POST_COPY, ByteSize.of("128MiB"), NOW);

        assertThat(progress.expectedEnd()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void guessesNothingThatLibvirtDoesNotTell() {
        OperationProgress progress = running(Map.of()).progress(OperationPhase.PREPARING, ByteSize.of("128MiB"), NOW);

        assertThat(progress)
                .isEqualTo(new OperationProgress(
                        OperationPhase.PREPARING,
                        ByteSize.ZERO,
                        ByteSize.ZERO,
                        ByteSize.ZERO,
                        null,
                        null,
                        null,
                        null,
                        null,
                        NOW));
        assertThat(JobStats.NONE.totalTime()).isNull();
        assertThat(JobStats.NONE.downtime()).isNull();
    }

    @Test
    void disksAreToldApartAndMemoryIsStillToCome() {
        JobStats copying = running(Map.of(
                "disk_total",
                256 * MIB,
                "disk_processed",
                19 * MIB,
                "disk_remaining",
                237 * MIB,
                "data_total",
                256 * MIB,
                "data_processed",
                19 * MIB,
                "data_remaining",
                237 * MIB));

        OperationProgress progress = copying.progress(OperationPhase.COPYING_DISKS, ByteSize.of("128MiB"), NOW);

        assertThat(copying.copyingDisks()).isTrue();
        assertThat(progress.disks())
                .isEqualTo(new OperationProgress.Amount(
                        ByteSize.of("256MiB"), ByteSize.of("19MiB"), ByteSize.of("237MiB")));
        assertThat(progress.rest())
                .isEqualTo(new OperationProgress.Amount(ByteSize.of("128MiB"), ByteSize.ZERO, ByteSize.of("128MiB")));
    }

    @Test
    void disksStayInTheFiguresWhileMemoryFollows() {
        JobStats sending = running(Map.of(
                "disk_total",
                256 * MIB,
                "disk_processed",
                256 * MIB,
                "disk_remaining",
                0L,
                "memory_total",
                128 * MIB,
                "memory_processed",
                30 * MIB,
                "memory_remaining",
                87 * MIB,
                "data_total",
                384 * MIB,
                "data_processed",
                286 * MIB,
                "data_remaining",
                87 * MIB));

        OperationProgress progress = sending.progress(OperationPhase.PRE_COPY, ByteSize.of("128MiB"), NOW);

        assertThat(sending.copyingDisks()).isFalse();
        assertThat(progress.total()).isEqualTo(ByteSize.of("384MiB"));
        assertThat(progress.rest())
                .isEqualTo(new OperationProgress.Amount(
                        ByteSize.of("128MiB"), ByteSize.of("30MiB"), ByteSize.of("87MiB")));
    }

    @Test
    void tellsMigrationsFromOtherJobsAndRunningOnesFromEndedOnes() {
        assertThat(new JobStats(2, Map.of("operation", 5)).outgoingMigration()).isTrue();
        assertThat(new JobStats(2, Map.of("operation", 9)).outgoingMigration()).isFalse();
        assertThat(new JobStats(2, Map.of()).running()).isTrue();
        JobStats completed = new JobStats(3, Map.of("time_elapsed", 8200L, "downtime", 333L));
        assertThat(completed.running()).isFalse();
        assertThat(completed.completed()).isTrue();
        assertThat(completed.totalTime()).isEqualTo(Duration.ofMillis(8200));
        assertThat(completed.downtime()).isEqualTo(Duration.ofMillis(333));
    }

    private static JobStats running(Map<String, Object> values) {
        return new JobStats(2, values);
    }
}
