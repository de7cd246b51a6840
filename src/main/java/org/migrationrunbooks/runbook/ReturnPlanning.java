package org.migrationrunbooks.runbook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Whereabouts;
import org.springframework.stereotype.Component;

/** Reads what a host that comes back has of instances, and decides what happens to it; changes nothing. */
@Component
public class ReturnPlanning {

    /** The host is given power; should it run what runs elsewhere, the power is taken again. */
    private static final List<String> PERMISSIONS = List.of("power-on", "power-off-again");

    private final Platforms platforms;
    private final HostHistory history;

    ReturnPlanning(Platforms platforms, HostHistory history) {
        this.platforms = platforms;
        this.history = history;
    }

    /** What keeps the host from being given power, beside a quarantine that ended; empty where nothing does. */
    public Optional<String> against(HostId host) {
        return history.rebuilding(host)
                .map(run -> "Run %s may still start an instance of %s elsewhere.".formatted(run, host.name()));
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
        FleetSnapshot fleet = listed(host);
        Set<InstanceId> candidates = history.instances(host);
        fleet.instancesOn(host).stream().map(Instance::id).forEach(candidates::add);
        List<Disposition> dispositions = new ArrayList<>();
        candidates.forEach(instance -> judge(host, instance, fleet).ifPresent(dispositions::add));
        dispositions.sort(Comparator.comparing(Disposition::instance));
        return Plan.ofReturn(RunbookKind.RETURN_TO_SERVICE.key(), host, dispositions, PERMISSIONS);
    }

    /**
     * What happens to what the host has of one instance, as things are now; empty where it has nothing.
     *
     * @throws PlatformUnreachableException where the host does not answer
     */
    public Optional<Disposition> disposition(HostId host, InstanceId instance) {
        return judge(host, instance, listed(host));
    }

    /** The fleet as its platform lists it, without the standing that we gave to the host. */
    private FleetSnapshot listed(HostId host) {
        FleetSnapshot fleet = platforms.get(host.platform()).hypervisor().inventory();
        if (fleet.host(host.name()).map(Host::state).orElse(HostState.DOWN) == HostState.DOWN) {
            throw new PlatformUnreachableException("%s does not answer".formatted(host), null);
        }
        return fleet;
    }

    private Optional<Disposition> judge(HostId host, InstanceId instance, FleetSnapshot fleet) {
        Whereabouts whereabouts = platforms.get(host.platform()).hypervisor().whereabouts(instance);
        if (!whereabouts.answered(host)) {
            throw new PlatformUnreachableException(
                    "%s does not tell what it has of %s".formatted(host, instance), null);
        }
        return whereabouts.on(host).map(there -> {
            Set<HostId> suspected = new LinkedHashSet<>();
            history.movedTo(instance).ifPresent(suspected::add);
            fleet.instance(instance.name()).map(Instance::host).ifPresent(suspected::add);
            return new ReturnJudgement(
                            there,
                            whereabouts,
                            history.movedSinceItFailed(instance, host),
                            suspected,
                            history.owner(instance, host))
                    .disposition();
        });
    }
}
