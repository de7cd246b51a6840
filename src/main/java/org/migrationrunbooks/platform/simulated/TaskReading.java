package org.migrationrunbooks.platform.simulated;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskStanding;
import org.migrationrunbooks.platform.UnknownInstanceException;

/** What the hosts tell of a task, as far as those that know answer. */
final class TaskReading {

    private final World world;
    private final JobProgress progress;

    TaskReading(World world) {
        this.world = world;
        progress = new JobProgress(world);
    }

    TaskStanding look(InstanceTask task) {
        Instance instance =
                world.instance(task.instance()).orElseThrow(() -> new UnknownInstanceException(task.instance()));
        if (world.host(task.host()).isEmpty()) {
            return new TaskStanding.NotDone("there is no host " + task.host());
        }
        world.requireAnswer(task.host());
        if (task instanceof InstanceTask.Stop stop) {
            return stopped(instance, stop);
        } else if (task instanceof InstanceTask.Relocate relocate) {
            return relocated(instance, relocate);
        } else if (task instanceof InstanceTask.Boot boot) {
            return booted(instance, boot);
        } else if (task instanceof InstanceTask.Rebuild rebuild) {
            return rebuilt(instance, rebuild);
        } else if (task instanceof InstanceTask.DiscardCopy discard) {
            return discarded(instance, discard);
        }
        return removed(instance, task);
    }

    private TaskStanding stopped(Instance instance, InstanceTask.Stop task) {
        String host = task.host().name();
        Optional<Presence> there = world.presences().on(instance.name(), host);
        if (there.isEmpty()) {
            return new TaskStanding.Done(
                    "%s has nothing of %s; it is on %s".formatted(task.host(), task.instance(), instance.host()));
        }
        if (there.get().off()) {
            return new TaskStanding.Done(seen(instance, host));
        }
        // A shutdown under way says nothing about the power being taken away.
        Optional<Job> shutdown =
                task.hard() ? Optional.empty() : world.jobs().active(instance.name(), Job.Kind.SHUTDOWN);
        return shutdown.<TaskStanding>map(progress::underWay)
                .orElseGet(() -> new TaskStanding.NotDone(seen(instance, host)));
    }

    private TaskStanding relocated(Instance instance, InstanceTask.Relocate task) {
        String host = task.to().name();
        boolean there = world.presences()
                .on(instance.name(), host)
                .filter(presence -> presence.is(task.epoch()) && !presence.leftover())
                .isPresent();
        if (there) {
            return new TaskStanding.Done(seen(instance, host));
        }
        if (world.epochs().withdrawn(instance.name(), task.epoch())) {
            return withdrawn(task.epoch());
        }
        Optional<Job> job = world.jobs()
                .newest(
                        instance.name(),
                        candidate -> candidate.relocates(task.epoch())
                                && candidate.host().equals(host));
        if (job.filter(Job::active).isPresent()) {
            // Both ends know how far they are; without one of them nobody can tell that it goes on.
            world.requireAnswer(task.from());
            return progress.underWay(job.get());
        }
        return notDone(instance, host, job);
    }

    private TaskStanding booted(Instance instance, InstanceTask.Boot task) {
        String host = task.host().name();
        String epoch = task.epoch();
        if (epoch != null && world.epochs().withdrawn(instance.name(), epoch)) {
            return withdrawn(epoch);
        }
        Optional<Presence> meant = GuestBoot.meant(world, instance.name(), host, epoch);
        return meant.map(guest -> goingUp(
                        instance,
                        guest,
                        job -> job.booting() && job.host().equals(host) && Objects.equals(job.epoch(), guest.epoch())))
                .orElseGet(() -> new TaskStanding.NotDone(seen(instance, host)));
    }

    private TaskStanding rebuilt(Instance instance, InstanceTask.Rebuild task) {
        if (world.epochs().withdrawn(instance.name(), task.epoch())) {
            return withdrawn(task.epoch());
        }
        return GuestRebuild.made(world, task)
                .map(guest -> goingUp(instance, guest, job -> GuestRebuild.same(job, task)))
                .orElseGet(
                        () -> new TaskStanding.NotDone(seen(instance, task.to().name())));
    }

    private TaskStanding goingUp(Instance instance, Presence guest, Predicate<Job> asked) {
        Optional<Job> boot = world.jobs().newest(instance.name(), job -> job.active() && job.booting());
        if (boot.isPresent()) {
            return progress.underWay(boot.get());
        }
        boolean goesDown = world.jobs()
                .active(instance.name(), Job.Kind.SHUTDOWN)
                .filter(Job::goingDown)
                .isPresent();
        if (guest.running() && !goesDown) {
            return new TaskStanding.Done(seen(instance, guest.host()));
        }
        return guest.off()
                ? notDone(instance, guest.host(), world.jobs().newest(instance.name(), asked))
                : new TaskStanding.NotDone(seen(instance, guest.host()) + (goesDown ? ", shutting down" : ""));
    }

    private TaskStanding discarded(Instance instance, InstanceTask.DiscardCopy task) {
        String host = task.host().name();
        boolean there = world.presences()
                .on(instance.name(), host)
                .filter(presence -> presence.is(task.epoch()))
                .isPresent();
        if (!there && world.epochs().withdrawn(instance.name(), task.epoch())) {
            return new TaskStanding.Done("%s; copy %s is withdrawn".formatted(seen(instance, host), task.epoch()));
        }
        return new TaskStanding.NotDone(seen(instance, host)
                + (there ? "" : "; copy %s could still be made, it is not withdrawn".formatted(task.epoch())));
    }

    /** The tasks after which the host has nothing of the instance. */
    private TaskStanding removed(Instance instance, InstanceTask task) {
        String host = task.host().name();
        return world.presences().on(instance.name(), host).isEmpty()
                ? new TaskStanding.Done(seen(instance, host))
                : new TaskStanding.NotDone(seen(instance, host));
    }

    private TaskStanding notDone(Instance instance, String host, Optional<Job> last) {
        return last.map(Job::end)
                .filter(end -> end.result() != Job.Result.COMPLETED)
                .<TaskStanding>map(end -> new TaskStanding.Failed(end.reason()))
                .orElseGet(() -> new TaskStanding.NotDone(seen(instance, host)));
    }

    private static TaskStanding withdrawn(String epoch) {
        return new TaskStanding.NotDone("copy " + epoch + " is withdrawn");
    }

    /** What the host shows of the instance, in words. */
    private String seen(Instance instance, String host) {
        return world.presences()
                .on(instance.name(), host)
                .map(there -> "%s has %s as %s%s, %s"
                        .formatted(
                                world.id(host),
                                instance.id(),
                                there.role().name().toLowerCase(Locale.ROOT),
                                there.epoch() == null ? "" : " " + there.epoch(),
                                there.state().code()))
                .orElseGet(() -> "%s has nothing of %s".formatted(world.id(host), instance.id()));
    }
}
