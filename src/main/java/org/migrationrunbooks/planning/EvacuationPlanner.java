package org.migrationrunbooks.planning;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.scheduling.BootCaps;

/**
 * Decides what happens to each instance of a failed host, before anything is started. Of the highest priority as many are placed as any
 * placement could hold; of the next as many as fit besides, and so on. The same situation always gives the same dispositions.
 */
public final class EvacuationPlanner {

    /** Priority first, then what is harder to place. */
    static final Comparator<Instance> ORDER = Comparator.comparing(Instance::priority, Comparator.reverseOrder())
            .thenComparing(Instance::memory, Comparator.reverseOrder())
            .thenComparing(Instance::cpus, Comparator.reverseOrder())
            .thenComparing(Instance::id);

    private final double cpuAllocationRatio;
    private final BootCaps caps;

    /**
     * A planner for one configuration.
     *
     * @param cpuAllocationRatio virtual processors offered per real one, at least 1
     * @param caps how many may boot in one wave
     */
    public EvacuationPlanner(double cpuAllocationRatio, BootCaps caps) {
        this.cpuAllocationRatio = cpuAllocationRatio;
        this.caps = caps;
    }

    /** One disposition for each instance of the situation: higher priority first, then larger ones, then by name. */
    public List<Disposition> plan(EvacuationSituation situation) {
        List<Instance> instances = situation.instances().stream().sorted(ORDER).toList();
        Triage triage = new Triage(situation);
        List<Instance> toPlace = instances.stream()
                .filter(instance -> triage.settled(instance).isEmpty())
                .toList();
        PlacementGround ground = PlacementGround.of(situation, toPlace, cpuAllocationRatio);
        Map<InstanceId, HostId> placed = ground.placed();
        Map<InstanceId, Integer> waves = Waves.of(toPlace, placed, caps);
        PlacementWords words = new PlacementWords(ground, placed);
        return instances.stream()
                .map(instance -> triage.settled(instance).orElseGet(() -> disposition(instance, placed, waves, words)))
                .toList();
    }

    private static Disposition disposition(
            Instance instance, Map<InstanceId, HostId> placed, Map<InstanceId, Integer> waves, PlacementWords words) {
        HostId host = placed.get(instance.id());
        if (host == null) {
            return new Disposition(
                    instance.id(),
                    Disposition.Kind.NO_ROOM,
                    null,
                    words.noRoom(instance),
                    words.wouldMakeRoom(instance),
                    instance.priority(),
                    null);
        }
        return new Disposition(
                instance.id(),
                instance.storageShared() ? Disposition.Kind.REBUILD : Disposition.Kind.REBUILD_FROM_IMAGE,
                host,
                words.rebuilt(instance, host),
                null,
                instance.priority(),
                waves.get(instance.id()));
    }
}
