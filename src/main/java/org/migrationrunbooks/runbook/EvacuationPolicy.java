package org.migrationrunbooks.runbook;

import java.util.Map;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Strategy;
import org.springframework.stereotype.Component;

/** What {@code approval-policy.dmn} is asked about the evacuation of a host. */
@Component
public class EvacuationPolicy {

    private final Fleets fleets;

    EvacuationPolicy(Fleets fleets) {
        this.fleets = fleets;
    }

    /** The inputs by name. */
    public Map<String, Object> inputs(HostId host) {
        String change = fleets.of(host.platform())
                .host(host.name())
                .map(Host::labels)
                .map(labels -> labels.getOrDefault("change", ""))
                .orElse("");
        return Map.of(
                "strategy", new Strategy.Rebuild(false).code(), "change", change, "tier", "", "downtimeRaised", false);
    }
}
