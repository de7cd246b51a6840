package org.migrationrunbooks.runbook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.Whereabouts;
import org.springframework.stereotype.Component;

/** Reads what a host that comes back has of instances, and decides what happens to it; changes nothing. */
@Component
public class ReturnPlanning {

    /** The host is given power; should it run what runs elsewhere, the power is taken again. */
    private static final List<String> PERMISSIONS = List.of("power-on", "power-off-again");

    private final Platforms platforms;
    private final Fleets fleets;
    private final RunStore runs;
    private final Claims claims;

    ReturnPlanning(Platforms platforms, Fleets fleets, RunStore runs, Claims claims) {
        this.platforms = platforms;
        this.fleets = fleets;
        this.runs = runs;
        this.claims = claims;
    }

    /** The plan before the host has power, when nobody can say what is on it. */
    public Plan beforePower(HostId host) {
        return Plan.ofReturn(RunbookKind.RETURN_TO_SERVICE.key(), host, List.of(), PERMISSIONS);
    }

    /**
     * The plan now that the host answers.
     *
     * @throws PlatformUnreachableException where it does not
     */
    public Plan plan(HostId host) {
        List<Disposition> dispositions = new ArrayList<>();
        for (InstanceId instance : candidates(host)) {
            Whereabouts whereabouts =
                    platforms.get(host.platform()).hypervisor().whereabouts(instance);
            if (!whereabouts.answered(host)) {
                throw new PlatformUnreachableException(
                        "%s does not tell what it has of %s".formatted(host, instance), null);
            }
            whereabouts.on(host).ifPresent(there -> dispositions.add(disposition(there, whereabouts)));
        }
        dispositions.sort(Comparator.comparing(Disposition::instance));
        return Plan.ofReturn(RunbookKind.RETURN_TO_SERVICE.key(), host, dispositions, PERMISSIONS);
    }

    /** What the host may have something of: what its platform lists there, and what any run of ours has moved from or to it. */
    private List<InstanceId> candidates(HostId host) {
        List<InstanceId> candidates = new ArrayList<>(runs.instancesMovedOn(host));
        fleets.of(host.platform()).instancesOn(host).forEach(instance -> {
            if (!candidates.contains(instance.id())) {
                candidates.add(instance.id());
            }
        });
        return candidates;
    }

    private Disposition disposition(Sighting there, Whereabouts whereabouts) {
        InstanceId instance = whereabouts.instance();
        String host = there.host().name();
        Optional<Sighting> elsewhere = whereabouts.sightings().stream()
                .filter(sighting -> !sighting.host().equals(there.host()))
                .findFirst();
        if (elsewhere.isEmpty()) {
            return of(
                    instance,
                    Disposition.Kind.KEPT,
                    null,
                    "What %s has is the instance itself: it is nowhere else.".formatted(host));
        }
        HostId other = elsewhere.get().host();
        if (alive(there)) {
            return of(
                    instance,
                    Disposition.Kind.RUNS_TWICE,
                    other,
                    "It is %s on %s, and %s on %s: its disks are in danger."
                            .formatted(
                                    there.state().code(),
                                    host,
                                    elsewhere.get().state().code(),
                                    other.name()));
        }
        Optional<RunbookId> run = claims.holder(instance);
        if (run.isPresent()) {
            return of(
                    instance,
                    Disposition.Kind.KEPT,
                    other,
                    "Run %s acts on it, and decides what becomes of what %s has.".formatted(run.get(), host));
        }
        return of(
                instance,
                Disposition.Kind.LEFTOVER,
                other,
                "The instance is on %s; what %s has of it is off and out of date.".formatted(other.name(), host));
    }

    private static boolean alive(Sighting sighting) {
        return sighting.state() == InstanceState.RUNNING || sighting.state() == InstanceState.PAUSED;
    }

    private static Disposition of(
            InstanceId instance, Disposition.Kind kind, @Nullable HostId elsewhere, String reason) {
        return new Disposition(instance, kind, elsewhere, reason, null, 0, null);
    }
}
