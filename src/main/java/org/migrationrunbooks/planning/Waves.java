package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.scheduling.BootCaps;

/**
 * The order in which instances boot: those of one wave together, within the caps. A higher priority never waits for a lower one; among
 * equals, the host with the most still to boot goes first, so that no host is left with a queue of its own at the end.
 */
final class Waves {

    private Waves() {}

    /** The wave of each placed instance, from 1. */
    static Map<InstanceId, Integer> of(List<Instance> inOrder, Map<InstanceId, HostId> placed, BootCaps caps) {
        List<Instance> waiting = new ArrayList<>(inOrder.stream()
                .filter(instance -> placed.containsKey(instance.id()))
                .toList());
        Map<InstanceId, Integer> waves = new HashMap<>();
        for (int wave = 1; !waiting.isEmpty(); wave++) {
            for (Instance instance : next(waiting, placed, caps)) {
                waves.put(instance.id(), wave);
                waiting.remove(instance);
            }
        }
        return waves;
    }

    private static List<Instance> next(List<Instance> waiting, Map<InstanceId, HostId> placed, BootCaps caps) {
        Map<HostId, Integer> queued = new HashMap<>();
        waiting.forEach(instance -> queued.merge(host(instance, placed), 1, Integer::sum));
        Comparator<Instance> longestQueueFirst =
                Comparator.comparing(instance -> queued.getOrDefault(host(instance, placed), 0));
        Map<HostId, Integer> booting = new HashMap<>();
        List<Instance> wave = new ArrayList<>();
        waiting.sort(Comparator.comparing(Instance::priority, Comparator.reverseOrder())
                .thenComparing(longestQueueFirst.reversed())
                .thenComparing(EvacuationPlanner.ORDER));
        for (Instance instance : waiting) {
            HostId host = host(instance, placed);
            if (wave.size() < caps.perStorage() && booting.getOrDefault(host, 0) < caps.perHost()) {
                wave.add(instance);
                booting.merge(host, 1, Integer::sum);
            }
        }
        return wave;
    }

    private static HostId host(Instance instance, Map<InstanceId, HostId> placed) {
        HostId host = placed.get(instance.id());
        if (host == null) {
            throw new IllegalArgumentException(instance.id() + " was not placed");
        }
        return host;
    }
}
