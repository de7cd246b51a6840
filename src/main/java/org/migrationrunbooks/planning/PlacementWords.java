package org.migrationrunbooks.planning;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Volume;

/** Says why an instance goes where it goes, or why it goes nowhere and what would change that. */
final class PlacementWords {

    /** Hosts that are named one by one; more would not be read. */
    private static final int NAMED = 4;

    private final PlacementGround ground;
    private final Map<InstanceId, HostId> placed;

    /** Speaks of these placements. */
    PlacementWords(PlacementGround ground, Map<InstanceId, HostId> placed) {
        this.ground = ground;
        this.placed = placed;
    }

    /** Why it is rebuilt there. */
    String rebuilt(Instance instance, HostId destination) {
        Candidate candidate = candidate(instance, ground.host(destination));
        return "%s %s has room for it: %s of memory and %d virtual processors stay free there when all of this plan has arrived."
                .formatted(
                        whereFrom(instance),
                        destination.name(),
                        candidate.freeMemory().minus(instance.memory()),
                        ground.cpus().free(candidate) - instance.cpus());
    }

    private String whereFrom(Instance instance) {
        List<Volume> lost =
                instance.volumes().stream().filter(volume -> !volume.shared()).toList();
        String dead = ground.source().name();
        return lost.isEmpty()
                ? "Its volumes do not depend on %s.".formatted(dead)
                : "It was asked for by name to be made anew from image '%s'; what was written to %s is lost with %s."
                        .formatted(instance.image().orElse(""), Triage.names(lost), dead);
    }

    /** Why it is rebuilt nowhere: what each host lacks. */
    String noRoom(Instance instance) {
        List<String> hosts = Stream.concat(shortfalls(instance).stream().map(Shortfall::words), refusals(instance))
                .toList();
        String named = hosts.stream().limit(NAMED).collect(Collectors.joining("; "));
        String more = hosts.size() <= NAMED ? "" : "; and so on for %d more".formatted(hosts.size() - NAMED);
        return "No host has room for it (%s of memory, %d virtual processors) besides what is there and what is placed before it: %s%s."
                .formatted(
                        instance.memory(), instance.cpus(), hosts.isEmpty() ? "there is no other host" : named, more);
    }

    /** What would make room. */
    String wouldMakeRoom(Instance instance) {
        List<Shortfall> shortfalls = shortfalls(instance);
        record Way(Shortfall shortfall, Instance obstacle) {}
        Optional<Way> way = shortfalls.stream()
                .flatMap(shortfall -> shortfall.obstacle().map(found -> new Way(shortfall, found)).stream())
                .min(Comparator.comparing((Way one) -> one.obstacle().priority())
                        .thenComparing(one -> one.obstacle().memory())
                        .thenComparing(one -> one.obstacle().id()));
        if (way.isPresent()) {
            Instance obstacle = way.get().obstacle();
            return "Stopping %s (%s of memory, priority %d) on %s, or moving it, would make room."
                    .formatted(
                            obstacle.name(),
                            obstacle.memory(),
                            obstacle.priority(),
                            way.get().shortfall().host().name());
        }
        return shortfalls.isEmpty()
                ? "Bring a host into service that may take it."
                : "No single instance of its priority or below stands in the way; make room on %s, which lacks least, or bring another host into service."
                        .formatted(shortfalls.get(0).host().name());
    }

    /** Of the hosts that would take it if they had room, the one that lacks least first. */
    private List<Shortfall> shortfalls(Instance instance) {
        return ground.fleet().hosts().stream()
                .flatMap(host -> Shortfall.of(ground, candidate(instance, host)).stream())
                .sorted(Comparator.comparing(Shortfall::size)
                        .thenComparing(shortfall -> shortfall.host().id()))
                .toList();
    }

    /** What stands against it besides room, host by host. */
    private Stream<String> refusals(Instance instance) {
        return ground.fleet().hosts().stream()
                .filter(host -> !host.id().equals(ground.source().id()))
                .map(host -> candidate(instance, host))
                .flatMap(candidate -> Stream.concat(
                                ground.rules(candidate).stream().filter(refusal -> !Shortfall.isOfRoom(refusal)),
                                ground.objections(candidate).stream())
                        .limit(1)
                        .map(refusal -> "%s does not take it since %s"
                                .formatted(candidate.host().name(), refusal.reason())));
    }

    private Candidate candidate(Instance instance, Host host) {
        return ground.candidate(instance, host, placed);
    }
}
