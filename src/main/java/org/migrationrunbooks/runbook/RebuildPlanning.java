package org.migrationrunbooks.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.planning.Placement;
import org.migrationrunbooks.planning.Refusal;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Whether a host still takes an instance that is to be rebuilt there, and which other one does. */
@Component
public class RebuildPlanning {

    private final Platforms platforms;
    private final Fleets fleets;
    private final CapacityReservations reservations;
    private final Claims claims;
    private final Placement placement;

    RebuildPlanning(
            Platforms platforms,
            Fleets fleets,
            CapacityReservations reservations,
            Claims claims,
            LiveMigrationProperties properties) {
        this.platforms = platforms;
        this.fleets = fleets;
        this.reservations = reservations;
        this.claims = claims;
        this.placement = Placement.ofStopped(properties.cpuAllocationRatio());
    }

    /** What the destination of the move has against it now; empty where it takes the instance. */
    public Optional<String> against(Run run, Move move) {
        Placement.Choice choice = place(run, move.to().name(), List.of());
        return choice instanceof Placement.Choice.Chosen
                ? Optional.empty()
                : Optional.of(choice.refusals().stream()
                        .map(refusal -> "%s: %s".formatted(refusal.host().name(), refusal.reason()))
                        .collect(Collectors.joining("; ", "The destination does not take it: ", ".")));
    }

    /** Another destination than that of the move. */
    public Placement.Choice choose(Run run, Move move, List<HostId> avoided) {
        List<HostId> passedOver = new ArrayList<>(avoided);
        passedOver.add(move.to());
        return place(run, null, passedOver);
    }

    private Placement.Choice place(Run run, @Nullable String wanted, List<HostId> avoided) {
        FleetSnapshot fleet = fleets.of(run.instance().platform());
        Instance instance = instance(run, fleet);
        return MoveReading.choose(
                placement,
                new MovePlanner.Situation(fleet, instance),
                reservations.ofOthers(run.id()),
                wanted,
                avoided,
                host -> Stream.concat(
                                claims.refusals(fleet.hosts(), instance.host()).stream()
                                        .filter(refusal -> refusal.host().equals(host)),
                                unreached(instance, host).stream())
                        .toList());
    }

    private List<Refusal> unreached(Instance instance, HostId host) {
        try {
            return platforms.get(host.platform()).storage().access(instance.id(), host).stream()
                    .filter(access -> access.volume().shared() && !access.reachable())
                    .map(access -> new Refusal(
                            host,
                            "VOLUME_UNREACHABLE",
                            "it does not reach volume %s: %s"
                                    .formatted(access.volume().name(), access.evidence())))
                    .toList();
        } catch (PlatformUnreachableException e) {
            return List.of(new Refusal(host, "STORAGE_UNKNOWN", "it did not tell what storage it reaches"));
        }
    }

    /** Promises the room of the new destination in place of the old one's. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reserve(Run run, Move move) {
        FleetSnapshot fleet = fleets.of(run.instance().platform());
        reservations.reserve(run.id(), instance(run, fleet), move.to());
    }

    private static Instance instance(Run run, FleetSnapshot fleet) {
        return fleet.instance(run.instance().name())
                .orElseThrow(() -> new PlatformUnreachableException(
                        "the platform does not list %s now".formatted(run.instance()), null));
    }
}
