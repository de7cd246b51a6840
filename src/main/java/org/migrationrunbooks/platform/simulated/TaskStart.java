package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskAnswer;

/** Tasks on the platform's side, whenever they arrive there: carried out as things are at that moment, or refused. */
final class TaskStart {

    private final World world;
    private final Timeline timeline;
    private final long now;

    TaskStart(World world, Timeline timeline, long now) {
        this.world = world;
        this.timeline = timeline;
        this.now = now;
    }

    /** The hosts that have to answer before the task can be begun. */
    static List<HostId> asked(InstanceTask task) {
        if (task instanceof InstanceTask.Relocate relocate) {
            return List.of(relocate.from(), relocate.to());
        }
        if (task instanceof InstanceTask.ReleaseSource release) {
            return List.of(release.from(), release.to());
        }
        return List.of(task.host());
    }

    /** The first of these hosts that does not answer. */
    static Optional<HostId> silent(World world, InstanceTask task) {
        return asked(task).stream()
                .filter(host -> world.host(host).isPresent())
                .filter(host -> world.silent(host.name()))
                .findFirst();
    }

    /** The copy that the task is about; null where it is about none. */
    static @Nullable String epochOf(InstanceTask task) {
        if (task instanceof InstanceTask.Relocate relocate) {
            return relocate.epoch();
        } else if (task instanceof InstanceTask.Boot boot) {
            return boot.epoch();
        } else if (task instanceof InstanceTask.ReleaseSource release) {
            return release.epoch();
        } else if (task instanceof InstanceTask.DiscardCopy discard) {
            return discard.epoch();
        } else if (task instanceof InstanceTask.Rebuild rebuild) {
            return rebuild.epoch();
        }
        return null;
    }

    /** Begins the task, unless there is something against it. */
    TaskAnswer carryOut(InstanceTask task) {
        return answer(task, false);
    }

    /** The same with a request that was long on its way: whoever sent it could not know how things are now. */
    void carryOutLate(InstanceTask task) {
        Optional<HostId> silent = silent(world, task);
        if (silent.isPresent()) {
            note(LedgerEvent.TASK_REFUSED, task, silent.get() + " does not answer");
        } else {
            answer(task, true);
        }
    }

    private TaskAnswer answer(InstanceTask task, boolean late) {
        Optional<String> objection = begin(task, late);
        objection.ifPresent(reason -> note(LedgerEvent.TASK_REFUSED, task, reason));
        return objection.<TaskAnswer>map(TaskAnswer.Refused::new).orElseGet(TaskAnswer.Accepted::new);
    }

    /** What the platform has against it; empty where it is done, or under way. */
    private Optional<String> begin(InstanceTask task, boolean late) {
        Optional<Instance> found = world.instance(task.instance());
        if (found.isEmpty()) {
            return Optional.of("there is no instance " + task.instance());
        }
        Optional<HostId> unknown =
                asked(task).stream().filter(host -> world.host(host).isEmpty()).findFirst();
        if (unknown.isPresent()) {
            return Optional.of("there is no host " + unknown.get());
        }
        Instance instance = found.get();
        if (task instanceof InstanceTask.Stop stop) {
            return new GuestStop(world, timeline, now).stop(instance, stop);
        } else if (task instanceof InstanceTask.Relocate relocate) {
            return new Relocation(world, timeline, now).begin(instance, relocate);
        } else if (task instanceof InstanceTask.Boot boot) {
            return new GuestBoot(world, timeline, now, late).boot(instance, boot);
        } else if (task instanceof InstanceTask.Rebuild rebuild) {
            return new GuestRebuild(world, timeline, now, late).rebuild(instance, rebuild);
        } else if (task instanceof InstanceTask.ReleaseSource release) {
            return new Removal(world, timeline, now).releaseSource(instance, release);
        } else if (task instanceof InstanceTask.DiscardCopy discard) {
            return new Removal(world, timeline, now).discardCopy(instance, discard);
        } else if (task instanceof InstanceTask.RemoveLeftover remove) {
            return new Removal(world, timeline, now).removeLeftover(instance, remove);
        }
        throw new IllegalStateException("no task of this kind is known: " + task);
    }

    void note(LedgerEvent event, InstanceTask task, String detail) {
        world.ledger()
                .write(
                        world.time().instant(now),
                        event,
                        task.instance().name(),
                        task.host().name(),
                        epochOf(task),
                        detail);
    }
}
