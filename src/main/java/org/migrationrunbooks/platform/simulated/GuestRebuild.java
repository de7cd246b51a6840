package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.InstanceTask;

/** Starts an instance of a dead host elsewhere, from its shared volumes. */
final class GuestRebuild {

    private final World world;
    private final Timeline timeline;
    private final long now;
    private final boolean late;

    /** Takes whether the request was long on its way. */
    GuestRebuild(World world, Timeline timeline, long now, boolean late) {
        this.world = world;
        this.timeline = timeline;
        this.now = now;
        this.late = late;
    }

    /** What a rebuild of this epoch made on the host. */
    static Optional<Presence> made(World world, InstanceTask.Rebuild task) {
        return world.presences()
                .on(task.instance().name(), task.to().name())
                .filter(presence -> presence.resident() && presence.is(task.epoch()));
    }

    static boolean same(Job job, InstanceTask.Rebuild task) {
        return job.kind() == Job.Kind.REBUILD
                && task.epoch().equals(job.epoch())
                && job.host().equals(task.to().name())
                && task.dead().name().equals(job.from());
    }

    /** What is against it; empty where the instance runs at the destination, or boots there. */
    Optional<String> rebuild(Instance instance, InstanceTask.Rebuild task) {
        String name = instance.name();
        if (world.epochs().withdrawn(name, task.epoch())) {
            return Optional.of("copy %s of %s was withdrawn".formatted(task.epoch(), task.instance()));
        }
        Optional<Presence> made = made(world, task);
        if (made.filter(presence -> !presence.off()).isPresent()) {
            return world.jobs().active(name, Job.Kind.SHUTDOWN).map(shutdown -> "%s is shutting down on %s"
                    .formatted(task.instance(), task.to()));
        }
        boolean rebuiltBefore = world.jobs()
                .newest(name, job -> same(job, task) && job.ended(Job.Result.COMPLETED))
                .isPresent();
        List<String> alive = world.presences().alive(name);
        if (!alive.isEmpty() && !(late && rebuiltBefore)) {
            return Optional.of(new SecondStart(world, now).refuse(instance, task, alive));
        }
        Optional<String> objection = rebuiltBefore
                ? Optional.of(
                        "%s was rebuilt as %s before; boot it where it is".formatted(task.instance(), task.epoch()))
                : againstPlace(instance, task, made.isPresent()).or(() -> new GuestStart(world, timeline, now)
                        .objection(instance, task.to().name()));
        if (objection.isEmpty()) {
            Presence guest = new Presence(
                    name, task.to().name(), Presence.Role.RESIDENT, InstanceState.STOPPED, task.epoch(), null);
            new GuestStart(world, timeline, now)
                    .start(Job.Kind.REBUILD, instance, guest, task.dead().name());
        }
        return objection;
    }

    private Optional<String> againstPlace(Instance instance, InstanceTask.Rebuild task, boolean again) {
        if (task.dead().equals(task.to())) {
            return Optional.of(task.to() + " is the dead host itself");
        }
        if (!again && !instance.host().equals(task.dead())) {
            return Optional.of("%s is on %s, not on %s".formatted(task.instance(), instance.host(), task.dead()));
        }
        if (!instance.storageShared() && !task.fromImage()) {
            return Optional.of(
                    "%s has volumes of which the only copy is on %s".formatted(task.instance(), task.dead()));
        }
        if (!instance.storageShared() && instance.image().isEmpty()) {
            return Optional.of("%s has no image to be rebuilt from".formatted(task.instance()));
        }
        boolean epochTaken = world.jobs().of(instance.name()).stream()
                .anyMatch(job -> task.epoch().equals(job.epoch()) && job.kind() != Job.Kind.BOOT && !same(job, task));
        if (epochTaken) {
            return Optional.of("%s is the name of another copy of %s".formatted(task.epoch(), task.instance()));
        }
        return world.presences()
                .on(instance.name(), task.to().name())
                .filter(there -> there.role() == Presence.Role.COPY)
                .map(there ->
                        "%s has copy %s of %s; discard it first".formatted(task.to(), there.epoch(), task.instance()));
    }
}
