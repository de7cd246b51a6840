package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.planning.Reservations.Reservation;

/**
 * The hosts with what is on them and promised to others, and the instances to be placed on them: what the rules of placement are asked
 * about.
 *
 * @param fleet as it is, with the instances of the dead host where they were seen
 * @param source the dead host
 * @param toPlace in the order in which they are placed
 * @param reservations without those for instances that are placed here
 */
record PlacementGround(
        FleetSnapshot fleet,
        Host source,
        List<Instance> toPlace,
        Reservations reservations,
        Map<InstanceId, List<Refusal>> objections,
        double cpuAllocationRatio) {

    static PlacementGround of(EvacuationSituation situation, List<Instance> toPlace, double cpuAllocationRatio) {
        List<InstanceId> placing = toPlace.stream().map(Instance::id).toList();
        return new PlacementGround(
                asSeen(situation),
                situation
                        .fleet()
                        .host(situation.dead().name())
                        .orElseThrow(() -> new IllegalArgumentException("the fleet has no host " + situation.dead())),
                toPlace,
                new Reservations(situation.reservations().all().stream()
                        .filter(reservation -> !placing.contains(reservation.instance()))
                        .toList()),
                situation.objections(),
                cpuAllocationRatio);
    }

    private static FleetSnapshot asSeen(EvacuationSituation situation) {
        FleetSnapshot fleet = situation.fleet();
        List<InstanceId> known =
                situation.instances().stream().map(Instance::id).toList();
        List<Instance> instances = Stream.concat(
                        fleet.instances().stream().filter(instance -> !known.contains(instance.id())),
                        situation.instances().stream().map(instance -> asSeen(situation, instance)))
                .toList();
        return new FleetSnapshot(fleet.platform(), fleet.takenAt(), fleet.hosts(), instances);
    }

    private static Instance asSeen(EvacuationSituation situation, Instance instance) {
        HostId seen = situation.runningElsewhere().get(instance.id());
        return seen == null
                ? instance
                : new Instance(
                        instance.id(),
                        instance.uid(),
                        seen,
                        InstanceState.RUNNING,
                        instance.cpus(),
                        instance.memory(),
                        instance.load(),
                        instance.maxDowntime(),
                        instance.antiAffinity(),
                        instance.priority(),
                        instance.labels(),
                        instance.volumes());
    }

    /** One instance and one host, with these others placed already. */
    Candidate candidate(Instance instance, Host host, Map<InstanceId, HostId> placed) {
        List<Reservation> promised = new ArrayList<>(reservations.all());
        for (Instance other : toPlace) {
            HostId destination = placed.get(other.id());
            if (destination != null && !other.id().equals(instance.id())) {
                promised.add(new Reservation(destination, other.id(), other.cpus(), other.memory()));
            }
        }
        return new Candidate(instance, source, host, fleet, new Reservations(promised));
    }

    /** Everything that stands against it, by the rules and by the platform. */
    List<Refusal> refusals(Candidate candidate) {
        return Stream.concat(
                        Placement.ofStopped(cpuAllocationRatio).refusals(candidate).stream(),
                        objections.getOrDefault(candidate.instance().id(), List.of()).stream()
                                .filter(refusal ->
                                        refusal.host().equals(candidate.host().id())))
                .toList();
    }

    /** Where each instance goes for which there is room. */
    Map<InstanceId, HostId> placed() {
        Map<InstanceId, HostId> placed = new LinkedHashMap<>();
        for (Instance instance : toPlace) {
            fleet.hosts().stream()
                    .filter(host -> refusals(candidate(instance, host, placed)).isEmpty())
                    .findFirst()
                    .ifPresent(host -> placed.put(instance.id(), host.id()));
        }
        return placed;
    }
}
