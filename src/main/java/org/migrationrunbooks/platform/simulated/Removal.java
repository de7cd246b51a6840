package org.migrationrunbooks.platform.simulated;

import java.util.Optional;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.platform.InstanceTask;

/** Removes what moves and evacuations leave behind, and never the instance itself. */
final class Removal {

    private final World world;
    private final Timeline timeline;
    private final long now;

    Removal(World world, Timeline timeline, long now) {
        this.world = world;
        this.timeline = timeline;
        this.now = now;
    }

    /** What is against it; empty where the source has nothing any more. */
    Optional<String> releaseSource(Instance instance, InstanceTask.ReleaseSource task) {
        Optional<Presence> there =
                world.presences().on(instance.name(), task.from().name());
        if (there.isEmpty()) {
            return Optional.empty();
        }
        Optional<Presence> copy = world.presences()
                .on(instance.name(), task.to().name())
                .filter(presence -> presence.is(task.epoch()) && presence.role() == Presence.Role.COPY);
        if (copy.isPresent() && there.get().resident() && there.get().off()) {
            // An instance that stays off is released without ever having run at its destination.
            world.presences()
                    .save(copy.get().as(Presence.Role.RESIDENT, copy.get().state()));
            remove(there.get(), LedgerEvent.SOURCE_RELEASED, task);
            return Optional.empty();
        }
        if (!instance.host().equals(task.to())) {
            return Optional.of("%s is on %s, not on %s".formatted(task.instance(), instance.host(), task.to()));
        }
        if (!there.get().leftover() || !task.epoch().equals(there.get().supersededBy())) {
            return Optional.of("what %s has of %s is not what copy %s took the place of"
                    .formatted(task.from(), task.instance(), task.epoch()));
        }
        remove(there.get(), LedgerEvent.SOURCE_RELEASED, task);
        return Optional.empty();
    }

    /** What is against it; empty where the host has no definition any more. */
    Optional<String> removeLeftover(Instance instance, InstanceTask.RemoveLeftover task) {
        Optional<Presence> there =
                world.presences().on(instance.name(), task.host().name());
        if (there.isEmpty()) {
            return Optional.empty();
        }
        if (!there.get().leftover()) {
            return Optional.of("what %s has of %s is no leftover; it is the instance itself, or a copy"
                    .formatted(task.host(), task.instance()));
        }
        remove(there.get(), LedgerEvent.LEFTOVER_REMOVED, task);
        return Optional.empty();
    }

    /** What is against it; empty where the copy is gone, and will not come back. */
    Optional<String> discardCopy(Instance instance, InstanceTask.DiscardCopy task) {
        Optional<String> objection = againstDiscarding(instance, task);
        if (objection.isPresent()) {
            return objection;
        }
        timeline.jobs().stream()
                .filter(job -> job.instance().equals(instance.name()) && job.relocates(task.epoch()))
                .forEach(new JobEvents(world, timeline, now)::cancel);
        if (!world.epochs().withdrawn(instance.name(), task.epoch())) {
            world.epochs().withdraw(instance.name(), task.epoch());
            note(LedgerEvent.EPOCH_WITHDRAWN, task, "");
        }
        copy(instance, task).ifPresent(copy -> {
            remove(copy, LedgerEvent.COPY_DISCARDED, task);
            if (copy.resident()) {
                // Refused above where there is none.
                origin(instance, task)
                        .ifPresent(origin -> world.presences().save(origin.as(Presence.Role.RESIDENT, origin.state())));
            }
        });
        return Optional.empty();
    }

    private Optional<String> againstDiscarding(Instance instance, InstanceTask.DiscardCopy task) {
        Optional<String> elsewhere = world.presences().of(instance.name()).stream()
                .filter(presence -> presence.is(task.epoch()))
                .map(Presence::host)
                .filter(host -> !host.equals(task.host().name()))
                .findFirst()
                .or(() -> timeline.jobs().stream()
                        .filter(job -> job.instance().equals(instance.name()) && job.relocates(task.epoch()))
                        .map(Job::host)
                        .filter(host -> !host.equals(task.host().name()))
                        .findFirst());
        if (elsewhere.isPresent()) {
            return Optional.of("copy %s of %s is on %s, not on %s"
                    .formatted(task.epoch(), task.instance(), elsewhere.get(), task.host()));
        }
        Optional<Presence> copy = copy(instance, task);
        if (copy.isEmpty()) {
            return Optional.empty();
        }
        if (!copy.get().off()) {
            return Optional.of("copy %s of %s is %s on %s and has to be off"
                    .formatted(task.epoch(), task.instance(), copy.get().state().code(), task.host()));
        }
        if (copy.get().leftover()) {
            return Optional.of("copy %s of %s was the instance until %s took its place; release it as its source"
                    .formatted(task.epoch(), task.instance(), copy.get().supersededBy()));
        }
        return copy.get().resident() && origin(instance, task).isEmpty()
                ? Optional.of("copy %s is all that there is of %s".formatted(task.epoch(), task.instance()))
                : Optional.empty();
    }

    private Optional<Presence> copy(Instance instance, InstanceTask.DiscardCopy task) {
        return world.presences().on(instance.name(), task.host().name()).filter(presence -> presence.is(task.epoch()));
    }

    /** What the copy took the place of. */
    private Optional<Presence> origin(Instance instance, InstanceTask.DiscardCopy task) {
        return world.presences().of(instance.name()).stream()
                .filter(presence -> presence.leftover() && task.epoch().equals(presence.supersededBy()))
                .findFirst();
    }

    private void remove(Presence presence, LedgerEvent event, InstanceTask task) {
        world.presences().remove(presence.instance(), presence.host());
        note(event, task, "");
    }

    private void note(LedgerEvent event, InstanceTask task, String detail) {
        new TaskStart(world, timeline, now).note(event, task, detail);
    }
}
