package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.platform.InstanceTask;

/** Boots an instance where it lives, or a copy of it, which from then on is the instance. */
final class GuestBoot {

    private final World world;
    private final Timeline timeline;
    private final long now;
    private final boolean late;

    /** Takes whether the request was long on its way. */
    GuestBoot(World world, Timeline timeline, long now, boolean late) {
        this.world = world;
        this.timeline = timeline;
        this.now = now;
        this.late = late;
    }

    /** The definition that a boot of this epoch would start on the host. */
    static Optional<Presence> meant(World world, String instance, String host, @Nullable String epoch) {
        return world.presences()
                .on(instance, host)
                .filter(presence -> epoch == null ? presence.resident() : presence.is(epoch) && !presence.leftover());
    }

    /** What is against it; empty where the instance runs, or boots. */
    Optional<String> boot(Instance instance, InstanceTask.Boot task) {
        String name = instance.name();
        String epoch = task.epoch();
        String host = task.host().name();
        if (epoch != null && world.epochs().withdrawn(name, epoch)) {
            return Optional.of("copy %s of %s was withdrawn".formatted(epoch, task.instance()));
        }
        List<String> elsewhere = world.presences().alive(name).stream()
                .filter(other -> !other.equals(host))
                .toList();
        Optional<Presence> meant = meant(world, name, host, epoch);
        if (meant.filter(presence -> !presence.off()).isPresent()) {
            return notGoingUp(meant.get(), task);
        }
        // A request that arrives late and meets nothing that it could start does no harm.
        boolean meetsSomething = world.presences()
                .on(name, host)
                .filter(presence -> epoch == null || presence.is(epoch))
                .isPresent();
        if (!elsewhere.isEmpty() && (meetsSomething || !late)) {
            return Optional.of(new SecondStart(world, now).refuse(instance, task, elsewhere));
        }
        if (meant.isEmpty()) {
            return Optional.of(nothingToBoot(instance, task));
        }
        Optional<String> objection = new GuestStart(world, timeline, now).objection(instance, host);
        if (objection.isEmpty()) {
            new GuestStart(world, timeline, now).start(Job.Kind.BOOT, instance, meant.get(), null);
        }
        return objection;
    }

    /** It is alive here: it runs or boots, or it goes down and has to be waited for. */
    private Optional<String> notGoingUp(Presence guest, InstanceTask.Boot task) {
        if (world.jobs()
                .active(guest.instance(), Job.Kind.SHUTDOWN)
                .filter(Job::goingDown)
                .isPresent()) {
            return Optional.of("%s is shutting down; wait until it is off".formatted(task.instance()));
        }
        boolean boots = timeline.jobs().stream()
                .anyMatch(job -> job.booting() && job.instance().equals(guest.instance()));
        return guest.running() || boots
                ? Optional.empty()
                : Optional.of("%s is halted on %s and cannot be booted".formatted(task.instance(), task.host()));
    }

    private String nothingToBoot(Instance instance, InstanceTask.Boot task) {
        return world.presences()
                .on(instance.name(), task.host().name())
                .filter(Presence::leftover)
                .map(leftover -> "what %s has of %s is left over from before %s took its place"
                        .formatted(task.host(), task.instance(), leftover.supersededBy()))
                .orElseGet(() -> task.epoch() == null
                        ? "%s is on %s, not on %s".formatted(task.instance(), instance.host(), task.host())
                        : "%s has no copy %s of %s".formatted(task.host(), task.epoch(), task.instance()));
    }
}
