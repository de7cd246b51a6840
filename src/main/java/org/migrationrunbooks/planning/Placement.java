package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;

/** Chooses the destination of one instance, with a reason for each host that was passed over. */
public final class Placement {

    private final List<PlacementRule> rules;

    private Placement(List<PlacementRule> rules) {
        this.rules = rules;
    }

    /**
     * The rules for instances that run while they move.
     *
     * @param cpuAllocationRatio virtual processors offered per real one, at least 1
     */
    public static Placement ofRunning(double cpuAllocationRatio) {
        return new Placement(List.of(
                new NotTheSource(),
                new HostTakesInstances(),
                new FitsMemory(),
                new FitsCpus(cpuAllocationRatio),
                new CpuModelCompatible(),
                new KeepsAntiAffinity()));
    }

    /**
     * The rules for instances that are started anew where they arrive: a guest that boots takes the processor that it finds.
     *
     * @param cpuAllocationRatio virtual processors offered per real one, at least 1
     */
    public static Placement ofStopped(double cpuAllocationRatio) {
        return new Placement(List.of(
                new NotTheSource(),
                new HostTakesInstances(),
                new FitsMemory(),
                new FitsCpus(cpuAllocationRatio),
                new KeepsAntiAffinity()));
    }

    /** The answer, with every refusal on the way to it. */
    public sealed interface Choice {

        List<Refusal> refusals();

        /** This host takes the instance. */
        record Chosen(HostId host, List<Refusal> refusals) implements Choice {}

        /** No host takes it; the refusals say why. */
        record NoneFits(List<Refusal> refusals) implements Choice {}
    }

    /**
     * Chooses the host with the most memory left afterwards among those that no rule refuses.
     *
     * @param wanted only this host is considered; null for the best
     * @param avoided hosts that the person or the run wants to be passed over
     * @throws IllegalArgumentException where the snapshot does not know the instance's host
     */
    public Choice choose(
            Instance instance,
            FleetSnapshot fleet,
            Reservations reservations,
            @Nullable String wanted,
            List<HostId> avoided) {
        Host source = fleet.host(instance.host().name())
                .orElseThrow(() -> new IllegalArgumentException("the fleet has no host " + instance.host()));
        List<Refusal> refusals = new ArrayList<>();
        List<Candidate> fitting = new ArrayList<>();
        for (Host host : fleet.hosts()) {
            if (wanted != null && !host.name().equals(wanted)) {
                continue;
            }
            if (avoided.contains(host.id())) {
                refusals.add(new Refusal(host.id(), "HOST_AVOIDED", "another destination was asked for"));
                continue;
            }
            Candidate candidate = new Candidate(instance, source, host, fleet, reservations);
            List<Refusal> against = refusals(candidate);
            refusals.addAll(against);
            if (against.isEmpty()) {
                fitting.add(candidate);
            }
        }
        if (wanted != null && fleet.host(wanted).isEmpty()) {
            refusals.add(new Refusal(
                    new HostId(instance.id().platform(), wanted), "HOST_UNKNOWN", "the platform has no such host"));
        }
        Optional<Candidate> best = fitting.stream()
                .max(Comparator.comparing(Candidate::freeMemory)
                        .thenComparing(candidate -> candidate.host().name(), Comparator.reverseOrder()));
        return best.<Choice>map(candidate -> new Choice.Chosen(candidate.host().id(), List.copyOf(refusals)))
                .orElseGet(() -> new Choice.NoneFits(List.copyOf(refusals)));
    }

    /** Everything that stands against this host. */
    List<Refusal> refusals(Candidate candidate) {
        return rules.stream()
                .map(rule -> rule.refuse(candidate))
                .flatMap(Optional::stream)
                .toList();
    }
}
