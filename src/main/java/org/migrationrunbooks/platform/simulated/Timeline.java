package org.migrationrunbooks.platform.simulated;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.migrationrunbooks.fleet.InstanceState;
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
    private final List<QueuedStarts.Queued> queue;
    private long now;

    Timeline(World world) {
        this.world = world;
        now = world.advancedTo();
        world.transfers().active().forEach(transfer -> active.put(transfer.id(), transfer));
        queue = new ArrayList<>(world.queuedStarts().all());
    }

    List<Transfer> active() {
        return List.copyOf(active.values());
    }

    Optional<Transfer> active(long id) {
        return Optional.ofNullable(active.get(id));
    }

    /** Lets everything happen that is due until then. */
    void advance(long until) {
        for (long at = nextEventAt(); at <= until; at = nextEventAt()) {
            now = Math.max(now, at);
            if (!queue.isEmpty() && queue.get(0).dueAt() == at) {
                QueuedStarts.Queued start = queue.remove(0);
                world.queuedStarts().remove(start);
                new Departure(world, this).carryOut(start.command(), now);
            } else {
                new TransferEvents(world, this, now).happen(due(at));
            }
        }
        now = Math.max(now, until);
    }

    long nextEventAt() {
        long next = queue.isEmpty() ? PlatformTime.NEVER : queue.get(0).dueAt();
        for (Transfer transfer : active.values()) {
            next = Math.min(next, transfer.nextEventAt());
        }
        return next;
    }

    private Transfer due(long at) {
        return active.values().stream()
                .filter(transfer -> transfer.nextEventAt() == at)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is due at " + at));
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

    /** Gives every transfer its share of the links as they are now; to be called whenever a transfer or a link changed. */
    void shareLinks() {
        List<FairShares.Demand> demands = active.values().stream()
                .filter(Transfer::wantsLink)
                .map(transfer -> new FairShares.Demand(
                        transfer.id(),
                        transfer.terms().from(),
                        transfer.terms().to(),
                        transfer.terms().bandwidth()))
                .toList();
        Map<Long, Long> rates = FairShares.allocate(demands, world::linkCapacity);
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
