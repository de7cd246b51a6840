package org.migrationrunbooks.platform.simulated;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.MigrationCommand;

/**
 * Lets happen what is due, event by event, however late somebody looks. Between two events everything follows by arithmetic, so
 * looking changes nothing, and it makes no difference whether the application was up meanwhile.
 */
final class Timeline {

    private final World world;
    private final Map<Long, Transfer> active = new LinkedHashMap<>();
    private final Set<Transfer> ended = new LinkedHashSet<>();
    private final Set<Long> changed = new LinkedHashSet<>();
    private final Map<Long, Job> jobs = new LinkedHashMap<>();
    private final List<QueuedStarts.Queued> queue;
    private final List<QueuedTasks.Queued> tasks;
    private long now;

    Timeline(World world) {
        this.world = world;
        now = world.advancedTo();
        world.transfers().active().forEach(transfer -> active.put(transfer.id(), transfer));
        world.jobs().active().forEach(job -> jobs.put(job.id(), job));
        queue = new ArrayList<>(world.queuedStarts().all());
        tasks = new ArrayList<>(world.queuedTasks().all());
    }

    List<Transfer> active() {
        return List.copyOf(active.values());
    }

    Optional<Transfer> active(long id) {
        return Optional.ofNullable(active.get(id));
    }

    /** The jobs under way. */
    List<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    /** Lets everything happen that is due until then. */
    void advance(long until) {
        for (long at = nextEventAt(); at <= until; at = nextEventAt()) {
            now = Math.max(now, at);
            if (!queue.isEmpty() && queue.get(0).dueAt() == at) {
                QueuedStarts.Queued start = queue.remove(0);
                world.queuedStarts().remove(start);
                new Departure(world, this).carryOut(start.command(), now);
            } else if (!tasks.isEmpty() && tasks.get(0).dueAt() == at) {
                QueuedTasks.Queued task = tasks.remove(0);
                world.queuedTasks().remove(task);
                new TaskStart(world, this, now).carryOutLate(task.task());
            } else {
                happen(at);
            }
        }
        now = Math.max(now, until);
    }

    long nextEventAt() {
        long next = queue.isEmpty() ? PlatformTime.NEVER : queue.get(0).dueAt();
        next = tasks.isEmpty() ? next : Math.min(next, tasks.get(0).dueAt());
        for (Transfer transfer : active.values()) {
            next = Math.min(next, transfer.nextEventAt());
        }
        for (Job job : jobs.values()) {
            next = Math.min(next, job.nextEventAt());
        }
        return next;
    }

    private void happen(long at) {
        Optional<Transfer> transfer = active.values().stream()
                .filter(candidate -> candidate.nextEventAt() == at)
                .findFirst();
        if (transfer.isPresent()) {
            new TransferEvents(world, this, now).happen(transfer.get());
            return;
        }
        Job job = jobs.values().stream()
                .filter(candidate -> candidate.nextEventAt() == at)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is due at " + at));
        new JobEvents(world, this, now).happen(job);
    }

    /** Takes a transfer that has ended off the links. */
    void retire(Transfer transfer) {
        active.remove(transfer.id());
        changed.remove(transfer.id());
        ended.add(transfer);
    }

    void put(Transfer transfer) {
        active.put(transfer.id(), transfer);
        changed.add(transfer.id());
    }

    /** Takes a start, to be carried out later. */
    void queue(MigrationCommand command, long dueAt) {
        world.queuedStarts().add(command, dueAt);
        queue.clear();
        queue.addAll(world.queuedStarts().all());
    }

    /** Takes a task, to be carried out later. */
    void queue(InstanceTask task, long dueAt) {
        world.queuedTasks().add(task, dueAt);
        tasks.clear();
        tasks.addAll(world.queuedTasks().all());
    }

    /** Writes a job down as it is now, under way or ended. */
    void put(Job job) {
        world.jobs().save(job);
        if (job.active()) {
            jobs.put(job.id(), job);
        } else {
            jobs.remove(job.id());
        }
    }

    /** Gives everything that is sent its share of the links as they are now; to be called whenever any of these changed. */
    void shareLinks() {
        Stream<FairShares.Demand> transfers = active.values().stream()
                .filter(Transfer::wantsLink)
                .map(transfer -> new FairShares.Demand(
                        transfer.id(),
                        transfer.terms().from(),
                        transfer.terms().to(),
                        transfer.terms().bandwidth()));
        // Jobs are counted from 1 as transfers are; below zero the two do not meet.
        Stream<FairShares.Demand> copies = jobs.values().stream()
                .filter(Job::wantsLink)
                .map(job -> new FairShares.Demand(
                        -job.id(), Objects.requireNonNull(job.from()), job.host(), job.bandwidth()));
        List<FairShares.Demand> demands = Stream.concat(transfers, copies).toList();
        Map<Long, Long> rates = FairShares.allocate(demands, world::linkCapacity);
        for (Job job : jobs()) {
            long rate = rates.getOrDefault(-job.id(), 0L);
            if (rate != job.flow().rate()) {
                put(job.with(job.flow().paced(rate, now)));
            }
        }
        for (Transfer transfer : active()) {
            pace(transfer, rates.getOrDefault(transfer.id(), 0L));
        }
    }

    private void pace(Transfer transfer, long rate) {
        if (rate == transfer.flow().rate()) {
            return;
        }
        put(transfer.with(transfer.flow().paced(rate, now)));
        if (transfer.leftSource()) {
            // The instance runs into memory that does not come, or no longer has to wait for it.
            TransferTerms terms = transfer.terms();
            InstanceState state = rate == 0 ? InstanceState.PAUSED : InstanceState.RUNNING;
            world.presences().put(terms.instance(), terms.to(), Presence.Role.RESIDENT, state);
        }
    }

    /** Writes down what has changed. */
    void save() {
        ended.forEach(world.transfers()::save);
        active.values().stream()
                .filter(transfer -> changed.contains(transfer.id()))
                .forEach(world.transfers()::save);
    }
}
