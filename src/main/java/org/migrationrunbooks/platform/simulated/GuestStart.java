package org.migrationrunbooks.platform.simulated;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceState;

/** What every start of a guest needs, and what it makes of the other presences of its instance. */
final class GuestStart {

    private final World world;
    private final Timeline timeline;
    private final long now;

    GuestStart(World world, Timeline timeline, long now) {
        this.world = world;
        this.timeline = timeline;
        this.now = now;
    }

    /** What the host, or a copy that is being made, has against the start. */
    Optional<String> objection(Instance instance, String name) {
        Host host = world.host(name);
        if (world.jobs().active(instance.name(), Job.Kind.RELOCATION).isPresent()) {
            return Optional.of("a copy of %s is being made; wait for its end, or cancel it".formatted(instance.id()));
        }
        if (!instance.volumes().isEmpty() && world.faults().storageLost(name)) {
            return Optional.of("%s does not reach the volumes of %s".formatted(host.id(), instance.id()));
        }
        long free = host.memory().bytes() - world.presences().memoryHeld(name);
        return instance.memory().bytes() > free
                ? Optional.of("%s needs %s of memory, %s has %s left"
                        .formatted(instance.id(), instance.memory(), host.id(), ByteSize.ofBytes(Math.max(0, free))))
                : Optional.empty();
    }

    /** Starts what is off. From now on it is the instance, and it holds the volumes, although it does not run yet. */
    void start(Job.Kind kind, Instance instance, Presence guest, @Nullable String dead) {
        PresenceTable presences = world.presences();
        presences.of(instance.name()).stream()
                .filter(other -> other.resident() && !other.host().equals(guest.host()))
                .forEach(other -> presences.save(other.supersededBy(guest.epoch())));
        presences.save(guest.as(Presence.Role.RESIDENT, InstanceState.PAUSED));
        withdrawOutdated(guest);
        Job job = Job.timed(
                world.jobs().nextId(),
                kind,
                instance.name(),
                dead,
                guest.host(),
                guest.epoch(),
                now,
                PlatformTime.later(now, GuestTimes.of(instance.labels()).boot()));
        timeline.put(job);
        LedgerEvent event = kind == Job.Kind.REBUILD ? LedgerEvent.REBUILD_STARTED : LedgerEvent.BOOT_STARTED;
        world.note(now, event, job, job.host(), "");
    }

    /** Copies, complete or not, are of what was; run later, they would lose what is written from now on. */
    private void withdrawOutdated(Presence guest) {
        world.jobs().of(guest.instance()).stream()
                .filter(job -> job.kind() == Job.Kind.RELOCATION && !guest.is(job.epoch()))
                .filter(job -> !job.ended(Job.Result.COMPLETED) || isCopy(job))
                .forEach(job -> withdraw(job, String.valueOf(job.epoch()), guest.host()));
    }

    private void withdraw(Job relocation, String epoch, String startsOn) {
        if (!world.epochs().withdrawn(relocation.instance(), epoch)) {
            world.epochs().withdraw(relocation.instance(), epoch);
            String detail = "the instance starts on " + startsOn;
            world.note(now, LedgerEvent.EPOCH_WITHDRAWN, relocation, relocation.host(), detail);
        }
    }

    private boolean isCopy(Job relocation) {
        return world.presences()
                .on(relocation.instance(), relocation.host())
                .filter(presence -> presence.role() == Presence.Role.COPY && presence.is(relocation.epoch()))
                .isPresent();
    }
}
