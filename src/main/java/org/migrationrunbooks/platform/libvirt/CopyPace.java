package org.migrationrunbooks.platform.libvirt;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;

/** How far a copy is, how fast it may be, and whether it is to stop: asked by the copying thread at each part it moves. */
final class CopyPace {

    private final long begun = System.nanoTime();
    private final @Nullable DataRate limit;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong moved = new AtomicLong();

    CopyPace(@Nullable DataRate limit) {
        this.limit = limit == null || limit.bytesPerSecond() == 0 ? null : limit;
    }

    /** So many bytes more are to be copied or compared. */
    void expect(long bytes) {
        total.addAndGet(bytes);
    }

    /**
     * So many bytes were moved; waits until the next may follow.
     *
     * @throws CopyFailedException where the copy is to stop
     */
    void moved(int bytes) {
        long done = moved.addAndGet(bytes);
        long due = limit == null ? 0 : (long) (done / (double) limit.bytesPerSecond() * 1e9);
        long wait = Math.max(0, due - (System.nanoTime() - begun));
        try {
            if (stopped.await(wait, TimeUnit.NANOSECONDS)) {
                throw new CopyFailedException("it was cancelled; what was copied is kept for a later attempt");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CopyFailedException("it was interrupted; what was copied is kept for a later attempt");
        }
    }

    void stop() {
        stopped.countDown();
    }

    OperationProgress progress(Instant now) {
        long all = total.get();
        long done = Math.min(all, moved.get());
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new OperationProgress(
                all == 0 ? OperationPhase.PREPARING : OperationPhase.COPYING_DISKS,
                ByteSize.ofBytes(all),
                ByteSize.ofBytes(done),
                ByteSize.ofBytes(all - done),
                null,
                null,
                DataRate.ofBytesPerSecond((long) (done / Math.max(1e-3, seconds))),
                null,
                null,
                now);
    }
}
