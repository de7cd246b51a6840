package org.migrationrunbooks.platform.simulated;

import java.util.Optional;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.platform.InstanceTask;

/** Has a guest shut down, or takes its power away. */
final class GuestStop {

    private final World world;
    private final Timeline timeline;
    private final long now;

    GuestStop(World world, Timeline timeline, long now) {
        this.world = world;
        this.timeline = timeline;
        this.now = now;
    }

    /** What is against it; empty where the guest is off, or is asked to be. */
    Optional<String> stop(Instance instance, InstanceTask.Stop task) {
        String host = task.host().name();
        Optional<Presence> there = world.presences().on(instance.name(), host);
        if (there.isEmpty()) {
            return Optional.of(
                    "%s has no instance %s; it is on %s".formatted(task.host(), task.instance(), instance.host()));
        }
        if (there.get().off()) {
            return Optional.empty();
        }
        if (world.presences().moving(instance.name())) {
            return Optional.of(
                    "a migration of %s is under way; wait for its end, or cancel it".formatted(task.instance()));
        }
        Optional<Job> shutdown = world.jobs().active(instance.name(), Job.Kind.SHUTDOWN);
        if (task.hard()) {
            takePower(shutdown.orElseGet(() -> shutdown(instance, host, now)));
            return Optional.empty();
        }
        if (shutdown.isPresent()) {
            return Optional.empty();
        }
        if (!there.get().running()) {
            return Optional.of("%s does not run yet on %s, or is halted there, and would not hear the request"
                    .formatted(task.instance(), task.host()));
        }
        Job asked = shutdown(
                instance,
                host,
                PlatformTime.later(now, GuestTimes.of(instance.labels()).shutdown()));
        timeline.put(asked);
        world.note(now, LedgerEvent.SHUTDOWN_STARTED, asked, host, "");
        return Optional.empty();
    }

    private Job shutdown(Instance instance, String host, long dueAt) {
        return Job.timed(world.jobs().nextId(), Job.Kind.SHUTDOWN, instance.name(), null, host, null, now, dueAt);
    }

    private void takePower(Job shutdown) {
        JobEvents events = new JobEvents(world, timeline, now);
        timeline.jobs().stream()
                .filter(job -> job.instance().equals(shutdown.instance()) && job.booting())
                .forEach(boot -> events.fail(boot, "the power was taken away"));
        events.stopped(shutdown);
    }
}
