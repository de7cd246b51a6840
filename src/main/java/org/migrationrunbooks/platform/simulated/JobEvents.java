package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import java.util.Optional;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.Fault;

/** What happens to jobs at one moment, and what that does to their instances. */
final class JobEvents {

    /** To write the definition, and for what a relocation does besides copying. */
    static final long DEFINING_NANOS = Duration.ofMillis(500).toNanos();

    private static final long COMPARED_PER_SECOND = 10L << 30;

    private final World world;
    private final Timeline timeline;
    private final long now;

    JobEvents(World world, Timeline timeline, long now) {
        this.world = world;
        this.timeline = timeline;
        this.now = now;
    }

    /** How long it takes to compare the checksums of what was copied, and to write the definition. */
    static long finishingNanos(long bytes) {
        return PlatformTime.nanosFor(bytes, COMPARED_PER_SECOND) + DEFINING_NANOS;
    }

    /** What is due in the course of the job. */
    void happen(Job job) {
        if (job.ambushAt() <= now) {
            strike(job);
            return;
        }
        switch (job.kind()) {
            case SHUTDOWN -> stopped(job);
            case BOOT, REBUILD -> booted(job);
            case RELOCATION -> {
                if (job.copying()) {
                    copied(job);
                } else {
                    relocated(job);
                }
            }
        }
    }

    /** The guest is off, by itself or by force. */
    void stopped(Job shutdown) {
        put(shutdown, InstanceState.STOPPED);
        end(shutdown, Job.Result.COMPLETED, LedgerEvent.INSTANCE_STOPPED, "");
    }

    private void booted(Job boot) {
        put(boot, InstanceState.RUNNING);
        end(
                boot,
                Job.Result.COMPLETED,
                boot.kind() == Job.Kind.REBUILD ? LedgerEvent.REBUILD_COMPLETED : LedgerEvent.BOOT_COMPLETED,
                "");
    }

    private void copied(Job relocation) {
        if (relocation.ambush() != null) {
            strike(relocation);
            return;
        }
        timeline.put(
                relocation.comparing(now, now + finishingNanos(relocation.flow().bytes())));
        timeline.shareLinks();
    }

    private void relocated(Job relocation) {
        world.presences()
                .save(new Presence(
                        relocation.instance(),
                        relocation.host(),
                        Presence.Role.COPY,
                        InstanceState.STOPPED,
                        relocation.epoch(),
                        null));
        end(relocation, Job.Result.COMPLETED, LedgerEvent.RELOCATION_COMPLETED, "");
    }

    private void strike(Job job) {
        Ambush ambush = job.ambush();
        Job struck = job.with(job.flow().at(now)).waitedForBy(null);
        timeline.put(struck);
        if (ambush == null || ambush.kind() == Fault.Kind.TRANSFER_FAILS) {
            fail(struck, "the connection to the destination was reset");
        } else if (ambush.kind() == Fault.Kind.DESTINATION_CRASH) {
            new HostEvents(world, timeline, now).crash(job.host());
        } else {
            timeline.put(struck.stalled(true));
            world.note(now, LedgerEvent.RELOCATION_STALLED, job, job.host(), "");
        }
        timeline.shareLinks();
    }

    /** Whatever reads or writes volumes on the host fails; a guest that was starting there is gone. */
    void storageLost(String host) {
        timeline.jobs().stream()
                .filter(job -> job.touches(host) && job.kind() != Job.Kind.SHUTDOWN)
                .filter(job -> !world.instances()
                        .find(job.instance())
                        .orElseThrow()
                        .volumes()
                        .isEmpty())
                .forEach(job -> fail(job, "I/O error on the volumes at " + host));
        timeline.shareLinks();
    }

    /** Ends the job without its effect. What was copied stays, for an attempt that goes on from there. */
    void fail(Job job, String reason) {
        switch (job.kind()) {
            // The guest is off, or as it was, and that is what whoever looks will be told.
            case SHUTDOWN -> timeline.put(job.ended(Job.Result.FAILED, reason, now));
            case BOOT -> notBooted(job, LedgerEvent.BOOT_FAILED, reason);
            case REBUILD -> notBooted(job, LedgerEvent.REBUILD_FAILED, reason);
            case RELOCATION -> end(job, Job.Result.FAILED, LedgerEvent.RELOCATION_FAILED, reason);
        }
    }

    private void notBooted(Job boot, LedgerEvent event, String reason) {
        if (!world.dead(boot.host())) {
            put(boot, InstanceState.CRASHED);
        }
        end(boot, Job.Result.FAILED, event, reason);
    }

    /** Stops the copying; the copies stay. */
    void cancel(Job relocation) {
        end(relocation, Job.Result.CANCELLED, LedgerEvent.RELOCATION_CANCELLED, "cancelled on request");
        timeline.shareLinks();
    }

    private void put(Job job, InstanceState state) {
        Optional<Presence> there = world.presences().on(job.instance(), job.host());
        there.ifPresent(presence -> world.presences().save(presence.as(presence.role(), state)));
    }

    private void end(Job job, Job.Result result, LedgerEvent event, String reason) {
        timeline.put(job.ended(result, reason, now));
        world.note(now, event, job, job.host(), reason);
    }
}
