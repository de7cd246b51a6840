package org.migrationrunbooks.platform.libvirt;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;

/**
 * The answer of {@code virDomainGetJobStats}.
 *
 * @param type one of libvirt's {@code VIR_DOMAIN_JOB_…} numbers
 * @param values by the names of libvirt's headers; which are there depends on the phase
 */
record JobStats(int type, Map<String, Object> values) {

    /** No job, or none that was kept. */
    static final JobStats NONE = new JobStats(0, Map.of());

    private static final int BOUNDED = 1;
    private static final int UNBOUNDED = 2;
    private static final int COMPLETED = 3;
    private static final int OUTGOING_MIGRATION = 5;
    private static final long DEFAULT_PAGE = 4096;

    JobStats {
        values = Map.copyOf(values);
    }

    boolean running() {
        return type == BOUNDED || type == UNBOUNDED;
    }

    boolean completed() {
        return type == COMPLETED;
    }

    boolean outgoingMigration() {
        return number("operation", 0) == OUTGOING_MIGRATION;
    }

    /** Whether disks are being copied, before which libvirt connects the two hosts and after which memory follows. */
    boolean copyingDisks() {
        return number("disk_total", 0) > 0 && !sending();
    }

    /** Whether QEMU has begun to send memory. */
    boolean sending() {
        return number("memory_total", 0) > 0;
    }

    @Nullable
    Duration totalTime() {
        return milliseconds("time_elapsed");
    }

    @Nullable
    Duration downtime() {
        return milliseconds("downtime");
    }

    /**
     * The figures as progress.
     *
     * @param memory that the instance has; it counts as what is to be sent while libvirt does not tell, since disks come first
     */
    OperationProgress progress(OperationPhase phase, ByteSize memory, Instant now) {
        OperationProgress.Amount disks = disks();
        ByteSize remaining = ByteSize.ofBytes(number("data_remaining", number("memory_remaining", 0)));
        ByteSize total = ByteSize.ofBytes(number("data_total", number("memory_total", 0)));
        if (copyingDisks()) {
            remaining = remaining.plus(memory);
            total = total.plus(memory);
        }
        long iteration = number("memory_iteration", 0);
        DataRate dirtyRate = values.containsKey("memory_dirty_rate")
                ? DataRate.ofBytesPerSecond(number("memory_dirty_rate", 0) * number("memory_page_size", DEFAULT_PAGE))
                : null;
        DataRate throughput = number("memory_bps", 0) > 0 ? DataRate.ofBytesPerSecond(number("memory_bps", 0)) : null;
        return new OperationProgress(
                phase,
                total,
                ByteSize.ofBytes(number("data_processed", number("memory_processed", 0))),
                remaining,
                iteration > 0 ? (int) iteration : null,
                dirtyRate,
                throughput,
                values.containsKey("auto_converge_throttle") ? (int) number("auto_converge_throttle", 0) : null,
                expectedEnd(phase, remaining, dirtyRate, throughput, now),
                now,
                disks);
    }

    private OperationProgress.@Nullable Amount disks() {
        return number("disk_total", 0) == 0
                ? null
                : new OperationProgress.Amount(
                        ByteSize.ofBytes(number("disk_total", 0)),
                        ByteSize.ofBytes(number("disk_processed", 0)),
                        ByteSize.ofBytes(number("disk_remaining", 0)));
    }

    /** By what remains and how fast it shrinks; dirtied memory does not count once the instance has left. */
    private static @Nullable Instant expectedEnd(
            OperationPhase phase,
            ByteSize remaining,
            @Nullable DataRate dirtyRate,
            @Nullable DataRate throughput,
            Instant now) {
        if (throughput == null) {
            return null;
        }
        long dirtied = dirtyRate == null || phase != OperationPhase.PRE_COPY ? 0 : dirtyRate.bytesPerSecond();
        long shrinking = throughput.bytesPerSecond() - dirtied;
        return shrinking <= 0
                ? null
                : now.plus(DataRate.ofBytesPerSecond(shrinking).timeFor(remaining));
    }

    private @Nullable Duration milliseconds(String name) {
        return values.containsKey(name) ? Duration.ofMillis(number(name, 0)) : null;
    }

    private long number(String name, long otherwise) {
        return values.get(name) instanceof Number number ? Math.max(0, number.longValue()) : otherwise;
    }
}
