package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
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
        return Stream.concat(rules(candidate).stream(), objections(candidate).stream())
                .toList();
    }

    /** What the rules of placement have against it. */
    List<Refusal> rules(Candidate candidate) {
        return Placement.ofStopped(cpuAllocationRatio).refusals(candidate);
    }

    /** What the platform has against it. */
    List<Refusal> objections(Candidate candidate) {
        return objections.getOrDefault(candidate.instance().id(), List.of()).stream()
                .filter(refusal -> refusal.host().equals(candidate.host().id()))
                .toList();
    }

    /**
     * Where each instance goes for which there is room.
     *
     * @throws IllegalStateException where the rules refuse what was packed by figures: a defect
     */
    Map<InstanceId, HostId> placed() {
        List<List<Boolean>> allowed = toPlace.stream()
                .map(instance -> fleet.hosts().stream()
                        .map(host ->
                                refusals(candidate(instance, host, Map.of())).isEmpty())
                        .toList())
                .toList();
        // Hosts that take nothing are no bins: what they have left is no room.
        List<Integer> bins = IntStream.range(0, fleet.hosts().size())
                .filter(host -> allowed.stream().anyMatch(row -> row.get(host)))
                .boxed()
                .toList();
        Packing packing = Packer.pack(problem(bins, allowed));
        Map<InstanceId, HostId> placed = new LinkedHashMap<>();
        for (int item = 0; item < toPlace.size(); item++) {
            if (packing.packed(item)) {
                placed.put(
                        toPlace.get(item).id(),
                        fleet.hosts().get(bins.get(packing.bin(item))).id());
            }
        }
        verify(placed);
        return placed;
    }

    private PackingProblem problem(List<Integer> bins, List<List<Boolean>> allowed) {
        List<Integer> priorities =
                toPlace.stream().map(Instance::priority).distinct().toList();
        List<String> groups = toPlace.stream()
                .map(Instance::antiAffinity)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        List<PackingProblem.Item> items = new ArrayList<>();
        for (int item = 0; item < toPlace.size(); item++) {
            Instance instance = toPlace.get(item);
            List<Boolean> row = allowed.get(item);
            items.add(new PackingProblem.Item(
                    instance.memory().bytes(),
                    instance.cpus(),
                    groups.indexOf(instance.antiAffinity()),
                    priorities.indexOf(instance.priority()),
                    bins.stream().map(row::get).toList()));
        }
        return new PackingProblem(
                items, bins.stream().map(fleet.hosts()::get).map(this::bin).toList());
    }

    /** The rule of processors, for its figures. */
    FitsCpus cpus() {
        return new FitsCpus(cpuAllocationRatio);
    }

    Host host(HostId id) {
        return fleet.host(id.name()).orElseThrow(() -> new IllegalArgumentException("the fleet has no host " + id));
    }

    private PackingProblem.Bin bin(Host host) {
        Candidate anybody = candidate(toPlace.get(0), host, Map.of());
        return new PackingProblem.Bin(
                anybody.freeMemory().bytes(),
                cpus().free(anybody),
                host.memory().bytes(),
                cpus().offered(anybody));
    }

    private void verify(Map<InstanceId, HostId> placed) {
        for (Instance instance : toPlace) {
            Optional.ofNullable(placed.get(instance.id()))
                    .flatMap(host -> fleet.host(host.name()))
                    .map(host -> refusals(candidate(instance, host, placed)))
                    .filter(refusals -> !refusals.isEmpty())
                    .ifPresent(refusals -> {
                        throw new IllegalStateException(
                                "%s was placed against the rules: %s".formatted(instance.id(), refusals));
                    });
        }
    }
}
