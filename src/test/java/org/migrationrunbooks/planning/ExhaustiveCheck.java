package org.migrationrunbooks.planning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;

/**
 * Tries every way to place instances, by rules of its own: it shares no code with the planner that it checks. Only for instances that ran
 * on shared volumes.
 */
final class ExhaustiveCheck {

    private final EvacuationSituation situation;
    private final List<Instance> instances;
    private final double ratio;
    private NavigableMap<Integer, Integer> best = new TreeMap<>();

    ExhaustiveCheck(EvacuationSituation situation, double ratio) {
        this.situation = situation;
        this.instances = situation.instances();
        this.ratio = ratio;
    }

    /** How many can be placed at most: of the highest priority first, then of the next besides these; by priority. */
    NavigableMap<Integer, Integer> most() {
        best = counted(Map.of());
        tryAll(0, new HashMap<>());
        return best;
    }

    /** How many of each priority are placed. */
    NavigableMap<Integer, Integer> counted(Map<InstanceId, HostId> placed) {
        NavigableMap<Integer, Integer> counts = new TreeMap<>();
        for (Instance instance : instances) {
            counts.merge(instance.priority(), placed.containsKey(instance.id()) ? 1 : 0, Integer::sum);
        }
        return counts;
    }

    private void tryAll(int next, Map<InstanceId, HostId> placed) {
        if (next == instances.size()) {
            NavigableMap<Integer, Integer> counts = counted(placed);
            if (better(counts, best)) {
                best = counts;
            }
            return;
        }
        Instance instance = instances.get(next);
        for (Host host : situation.fleet().hosts()) {
            placed.put(instance.id(), host.id());
            if (holds(host, placed)) {
                tryAll(next + 1, placed);
            }
            placed.remove(instance.id());
        }
        tryAll(next + 1, placed);
    }

    static boolean better(NavigableMap<Integer, Integer> counts, NavigableMap<Integer, Integer> than) {
        for (int priority : counts.descendingKeySet()) {
            int difference = counts.getOrDefault(priority, 0) - than.getOrDefault(priority, 0);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return false;
    }

    /** Whether every host may have what it is given. */
    boolean permits(Map<InstanceId, HostId> placed) {
        return situation.fleet().hosts().stream().allMatch(host -> holds(host, placed));
    }

    private boolean holds(Host host, Map<InstanceId, HostId> placed) {
        long memory = 0;
        int cpus = 0;
        Map<String, Integer> groups = new HashMap<>();
        boolean receives = false;
        for (Instance instance : situation.fleet().instances()) {
            boolean ours = host.id().equals(placed.get(instance.id()));
            boolean promised = situation.reservations().all().stream()
                    .anyMatch(reservation -> reservation.host().equals(host.id())
                            && reservation.instance().equals(instance.id())
                            && !instances.contains(instance));
            boolean there = instance.host().equals(host.id());
            boolean off = instance.state() == InstanceState.STOPPED || instance.state() == InstanceState.CRASHED;
            if (ours || promised || (there && !off)) {
                memory += instance.memory().bytes();
                cpus += instance.cpus();
            }
            String group = instance.antiAffinity();
            if (group != null && (ours || promised || there)) {
                groups.merge(group, 1, Integer::sum);
            }
            if (ours) {
                receives = true;
                if (situation.objections().getOrDefault(instance.id(), List.of()).stream()
                        .anyMatch(objection -> objection.host().equals(host.id()))) {
                    return false;
                }
            }
        }
        if (!receives) {
            return true;
        }
        boolean takesInstances = host.state() == HostState.UP
                && !"opt-out".equals(host.labels().get("runbooks"))
                && !host.id().equals(situation.dead());
        boolean groupsApart = instances.stream()
                .filter(instance -> host.id().equals(placed.get(instance.id())))
                .allMatch(instance -> groups.getOrDefault(String.valueOf(instance.antiAffinity()), 0) <= 1);
        return takesInstances
                && memory <= host.memory().bytes()
                && cpus <= (int) Math.floor(host.cpus() * ratio)
                && groupsApart;
    }
}
