package org.migrationrunbooks.platform.simulated;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.platform.TaskStanding;

/** How far a job is. */
final class JobProgress {

    private final World world;

    JobProgress(World world) {
        this.world = world;
    }

    TaskStanding underWay(Job stored) {
        Job job = stored.with(stored.flow().at(world.now()));
        Flow flow = job.flow();
        return new TaskStanding.UnderWay(new OperationProgress(
                job.phase(),
                ByteSize.ofBytes(flow.bytes()),
                ByteSize.ofBytes(flow.sent()),
                ByteSize.ofBytes(flow.unsent()),
                null,
                null,
                job.kind() == Job.Kind.RELOCATION ? DataRate.ofBytesPerSecond(flow.rate()) : null,
                null,
                expectedEnd(job),
                world.instant()));
    }

    private @Nullable Instant expectedEnd(Job job) {
        long copied = job.copying() ? job.flow().roundEndsAt() : job.dueAt();
        if (job.stalled() || copied == PlatformTime.NEVER) {
            return null;
        }
        return world.time()
                .instant(
                        job.copying()
                                ? copied + JobEvents.finishingNanos(job.flow().bytes())
                                : copied);
    }
}
