package org.migrationrunbooks.runbook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.EvacuationPlanner;
import org.migrationrunbooks.planning.EvacuationSituation;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.planning.Refusal;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.VolumeAccess;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.scheduling.BootCaps;
import org.springframework.stereotype.Component;

/**
 * Reads what an evacuation of a host would meet and decides what happens to each of its instances, without changing anything. The steps
 * of the runbook and the dry run use the same methods, so that what was shown is what is done.
 */
@Component
public class EvacuationPlanning {

    private final Platforms platforms;
    private final Fleets fleets;
    private final CapacityReservations reservations;
    private final StoppedByRuns stopped;
    private final Hideouts hideouts;
    private final Claims claims;
    private final BootCaps caps;
    private final EvacuationPlanner planner;

    EvacuationPlanning(
            Platforms platforms,
            Fleets fleets,
            CapacityReservations reservations,
            StoppedByRuns stopped,
            Hideouts hideouts,
            Claims claims,
            LiveMigrationProperties properties,
            BootCaps caps) {
        this.platforms = platforms;
        this.fleets = fleets;
        this.reservations = reservations;
        this.stopped = stopped;
        this.hideouts = hideouts;
        this.claims = claims;
        this.caps = caps;
        this.planner = new EvacuationPlanner(properties.cpuAllocationRatio(), caps);
    }

    /**
     * The plan as things are now.
     *
     * @throws PlatformUnreachableException where the platform does not answer
     */
    public Plan plan(HostId host, StartRequest request) {
        Platform platform = platforms.get(host.platform());
        FleetSnapshot fleet = fleets.of(platform);
        List<Instance> instances =
                fleet.instancesOn(host).stream().map(stopped::undone).toList();
        Seen seen = look(platform, host, instances);
        List<Refusal> claimed = claims.refusals(fleet.hosts(), host);
        Map<InstanceId, List<Refusal>> objections =
                new HashMap<>(instances.stream().collect(Collectors.toMap(Instance::id, instance -> claimed)));
        Set<Pair> asked = new HashSet<>();
        while (true) {
            List<Disposition> dispositions = planner.plan(new EvacuationSituation(
                    fleet,
                    host,
                    instances,
                    seen.running(),
                    seen.doubts(),
                    reservations.all(),
                    objections,
                    fromImage(instances, request)));
            List<Disposition> unasked = dispositions.stream()
                    .filter(disposition -> disposition.kind().rebuilds())
                    .filter(disposition -> asked.add(new Pair(disposition.instance(), destination(disposition))))
                    .toList();
            if (unasked.stream()
                            .filter(placed -> object(platform, placed, objections))
                            .count()
                    == 0) {
                return Plan.ofEvacuation(
                        RunbookKind.NODE_EVACUATION.key(), host, dispositions, BootForecast.of(dispositions, caps));
            }
        }
    }

    private record Pair(InstanceId instance, HostId host) {}

    private static HostId destination(Disposition disposition) {
        HostId destination = disposition.destination();
        if (destination == null) {
            throw new IllegalArgumentException(disposition + " has no destination");
        }
        return destination;
    }

    private static Set<InstanceId> fromImage(List<Instance> instances, StartRequest request) {
        return instances.stream()
                .map(Instance::id)
                .filter(id -> request.fromImage().contains(id.name()))
                .collect(Collectors.toSet());
    }

    /** Where the instances of the host were seen to run elsewhere, and of which nobody can tell. */
    private record Seen(Map<InstanceId, HostId> running, Map<InstanceId, String> doubts) {}

    private Seen look(Platform platform, HostId host, List<Instance> instances) {
        Map<InstanceId, HostId> running = new HashMap<>();
        Map<InstanceId, String> doubts = new HashMap<>();
        for (Instance instance : instances) {
            Whereabouts whereabouts;
            try {
                whereabouts = platform.hypervisor().whereabouts(instance.id());
            } catch (PlatformUnreachableException e) {
                doubts.put(instance.id(), "the platform did not tell where it is: " + e.getMessage());
                continue;
            }
            for (Sighting sighting : whereabouts.sightings()) {
                boolean alive = sighting.state() == InstanceState.RUNNING || sighting.state() == InstanceState.PAUSED;
                // What was only arriving has not begun to run, and cannot without its source.
                if (!sighting.host().equals(host) && alive && !sighting.incoming()) {
                    boolean clear = sighting.state() == InstanceState.RUNNING && !sighting.transferring();
                    HostId other = clear ? running.put(instance.id(), sighting.host()) : null;
                    if (other != null) {
                        doubts.put(
                                instance.id(),
                                "it was seen running on %s and on %s"
                                        .formatted(other.name(), sighting.host().name()));
                    } else if (!clear) {
                        doubts.put(
                                instance.id(),
                                "it is %s on %s, in the midst of a move"
                                        .formatted(
                                                sighting.state().code(),
                                                sighting.host().name()));
                    }
                }
            }
            if (!running.containsKey(instance.id())) {
                hideouts.against(instance.id(), host, whereabouts)
                        .ifPresent(why -> doubts.putIfAbsent(instance.id(), why));
            }
        }
        return new Seen(running, doubts);
    }

    /** Has the destination prove that it reaches the volumes; notes what it does not reach. */
    private static boolean object(Platform platform, Disposition placed, Map<InstanceId, List<Refusal>> objections) {
        HostId destination = destination(placed);
        List<Refusal> against;
        try {
            against = platform.storage().access(placed.instance(), destination).stream()
                    .filter(access -> access.volume().shared() && !access.reachable())
                    .map(access -> unreached(destination, access))
                    .toList();
        } catch (PlatformUnreachableException e) {
            against = List.of(new Refusal(
                    destination, "STORAGE_UNKNOWN", "it did not tell what storage it reaches: " + e.getMessage()));
        }
        if (!against.isEmpty()) {
            List<Refusal> all = new ArrayList<>(objections.getOrDefault(placed.instance(), List.of()));
            all.addAll(against);
            objections.put(placed.instance(), all);
        }
        return !against.isEmpty();
    }

    private static Refusal unreached(HostId destination, VolumeAccess access) {
        return new Refusal(
                destination,
                "VOLUME_UNREACHABLE",
                "it does not reach volume %s: %s".formatted(access.volume().name(), access.evidence()));
    }
}
