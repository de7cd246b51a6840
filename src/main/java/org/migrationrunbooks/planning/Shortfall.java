package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.Instance;

/**
 * What a host that takes instances lacks for one more.
 *
 * @param memory zero where there is enough
 * @param cpus virtual processors, zero where there are enough
 * @param rivals why its group keeps it away; empty where it does not
 */
record Shortfall(PlacementGround ground, Candidate candidate, ByteSize memory, int cpus, List<String> rivals) {

    private static final Set<String> ROOM = Set.of("HOST_FULL_MEMORY", "HOST_FULL_CPU", "ANTI_AFFINITY");

    /** Empty where the host does not take the instance however much room it had, or where it lacks nothing. */
    static Optional<Shortfall> of(PlacementGround ground, Candidate candidate) {
        List<Refusal> refusals = ground.rules(candidate);
        Instance instance = candidate.instance();
        return refusals.isEmpty()
                        || !ground.objections(candidate).isEmpty()
                        || !refusals.stream().allMatch(Shortfall::isOfRoom)
                ? Optional.empty()
                : Optional.of(new Shortfall(
                        ground,
                        candidate,
                        instance.memory().minus(candidate.freeMemory()),
                        Math.max(0, instance.cpus() - ground.cpus().free(candidate)),
                        refusals.stream()
                                .filter(refusal -> refusal.code().equals("ANTI_AFFINITY"))
                                .map(Refusal::reason)
                                .toList()));
    }

    /** Whether more room, or another instance out of the way, would make an end of it. */
    static boolean isOfRoom(Refusal refusal) {
        return ROOM.contains(refusal.code());
    }

    Host host() {
        return candidate.host();
    }

    /** To compare by: the shares of what it needs that are missing, a rival counting as all of it. */
    double size() {
        Instance instance = candidate.instance();
        return memory.bytes() / (double) Math.max(1, instance.memory().bytes())
                + cpus / (double) Math.max(1, instance.cpus())
                + rivals.size();
    }

    /** A part of a sentence. */
    String words() {
        List<String> lacks = new ArrayList<>();
        if (memory.bytes() > 0) {
            lacks.add("lacks %s of memory".formatted(memory));
        }
        if (cpus > 0) {
            lacks.add("lacks %d virtual processors".formatted(cpus));
        }
        rivals.forEach(rival -> lacks.add("does not take it since " + rival));
        return host().name() + " " + String.join(" and ", lacks);
    }

    /** The least important instance on the host whose leaving alone would do, of these the smallest. */
    Optional<Instance> obstacle() {
        Instance instance = candidate.instance();
        return candidate.fleet().instancesOn(host().id()).stream()
                .filter(there -> !there.optedOut() && there.priority() <= instance.priority())
                .filter(there -> there.memory().compareTo(memory) >= 0 && there.cpus() >= cpus)
                .sorted(Comparator.comparing(Instance::priority)
                        .thenComparing(Instance::memory)
                        .thenComparing(Instance::id))
                .filter(this::wouldDo)
                .findFirst();
    }

    private boolean wouldDo(Instance leaving) {
        FleetSnapshot fleet = candidate.fleet();
        FleetSnapshot without = new FleetSnapshot(
                fleet.platform(),
                fleet.takenAt(),
                fleet.hosts(),
                fleet.instances().stream()
                        .filter(instance -> !instance.id().equals(leaving.id()))
                        .toList());
        return ground.rules(new Candidate(
                        candidate.instance(), candidate.source(), host(), without, candidate.reservations()))
                .isEmpty();
    }
}
