package org.migrationrunbooks.platform.simulated;

import java.util.Optional;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.platform.InstanceTask;

/** Has everything copied that belongs to an instance which is off, or goes on where an earlier attempt stopped. */
final class Relocation {

    private final World world;
    private final Timeline timeline;
    private final long now;

    Relocation(World world, Timeline timeline, long now) {
        this.world = world;
        this.timeline = timeline;
        this.now = now;
    }

    /** What is against it; empty where the copy is there, or is being made. */
    Optional<String> begin(Instance instance, InstanceTask.Relocate task) {
        String name = instance.name();
        if (world.epochs().withdrawn(name, task.epoch())) {
            return Optional.of("copy %s of %s was withdrawn".formatted(task.epoch(), task.instance()));
        }
        Optional<Presence> there = world.presences().on(name, task.to().name());
        if (there.filter(presence -> presence.is(task.epoch()) && !presence.leftover())
                .isPresent()) {
            return Optional.empty();
        }
        Optional<Job> underWay = world.jobs().active(name, Job.Kind.RELOCATION);
        if (underWay.isPresent()) {
            return sameRoute(underWay.get(), task)
                    ? Optional.empty()
                    : Optional.of("copy %s of %s is being made; wait for its end, or cancel it"
                            .formatted(underWay.get().epoch(), task.instance()));
        }
        Optional<String> objection = notOffAtSource(instance, task)
                .or(() -> there.map(presence ->
                        "%s has a definition of %s already; remove it first".formatted(task.to(), task.instance())))
                .or(() -> epochTaken(instance, task))
                .or(() -> broken(instance, task));
        if (objection.isEmpty()) {
            start(instance, task);
        }
        return objection;
    }

    private static boolean sameRoute(Job job, InstanceTask.Relocate task) {
        return job.relocates(task.epoch())
                && job.host().equals(task.to().name())
                && task.from().name().equals(job.from());
    }

    private Optional<String> notOffAtSource(Instance instance, InstanceTask.Relocate task) {
        if (task.from().equals(task.to())) {
            return Optional.of(task.to() + " is both source and destination");
        }
        if (!instance.host().equals(task.from())) {
            return Optional.of("%s is on %s, not on %s".formatted(task.instance(), instance.host(), task.from()));
        }
        return world.presences()
                .on(instance.name(), task.from().name())
                .filter(presence -> !presence.off())
                .map(presence -> "%s is %s on %s and has to be off"
                        .formatted(task.instance(), presence.state().code(), task.from()));
    }

    /** The name of a copy is given once: to what goes from this source to this destination. */
    private Optional<String> epochTaken(Instance instance, InstanceTask.Relocate task) {
        boolean asJob = world.jobs().of(instance.name()).stream()
                .anyMatch(job -> task.epoch().equals(job.epoch()) && !sameRoute(job, task));
        boolean asPresence =
                world.presences().of(instance.name()).stream().anyMatch(presence -> presence.is(task.epoch()));
        return asJob || asPresence
                ? Optional.of("%s is the name of another copy of %s".formatted(task.epoch(), task.instance()))
                : Optional.empty();
    }

    private Optional<String> broken(Instance instance, InstanceTask.Relocate task) {
        if (bytes(instance) == 0) {
            return Optional.empty();
        }
        for (String host : new String[] {task.from().name(), task.to().name()}) {
            if (world.faults().storageLost(host)) {
                return Optional.of(world.id(host) + " does not reach its volumes");
            }
            if (world.faults().linkLost(host)) {
                return Optional.of("the migration network does not reach " + world.id(host));
            }
        }
        return Optional.empty();
    }

    private void start(Instance instance, InstanceTask.Relocate task) {
        Optional<Job> earlier = world.jobs().newest(instance.name(), job -> sameRoute(job, task));
        long bytes = bytes(instance);
        long copied = earlier.map(job -> job.flow().sent()).orElse(0L);
        DataRate bandwidth = task.bandwidth();
        Job job = Job.relocation(
                world.jobs().nextId(),
                instance.name(),
                task.from().name(),
                task.to().name(),
                task.epoch(),
                bandwidth == null ? Long.MAX_VALUE : bandwidth.bytesPerSecond(),
                Flow.resumed(bytes, Math.min(bytes, copied), now),
                world.faults().springAmbush(instance.name()));
        timeline.put(job);
        world.note(
                now,
                earlier.isPresent() ? LedgerEvent.RELOCATION_RESUMED : LedgerEvent.RELOCATION_STARTED,
                job,
                job.host(),
                "%s to %s, %d of %d bytes are there"
                        .formatted(task.from().name(), task.to().name(), copied, bytes));
        timeline.shareLinks();
    }

    private static long bytes(Instance instance) {
        return instance.volumes().stream()
                .filter(volume -> !volume.shared())
                .map(Volume::size)
                .mapToLong(size -> size.bytes())
                .sum();
    }
}
