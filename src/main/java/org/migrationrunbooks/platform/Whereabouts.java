package org.migrationrunbooks.platform;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;

/**
 * Where an instance was seen, host by host.
 *
 * @param silent the hosts that did not answer; the instance may run there too
 */
public record Whereabouts(InstanceId instance, Instant readAt, List<Sighting> sightings, List<HostId> silent) {

    public Whereabouts {
        sightings = List.copyOf(sightings);
        silent = List.copyOf(silent);
    }

    public Optional<Sighting> on(HostId host) {
        return sightings.stream()
                .filter(sighting -> sighting.host().equals(host))
                .findFirst();
    }

    /** Whether every one of these hosts answered; a host that died long ago elsewhere says nothing about this instance. */
    public boolean answered(HostId... hosts) {
        return Arrays.stream(hosts).noneMatch(silent::contains);
    }

    /** Whether the instance was seen to run on this host, and nowhere else among the hosts that answered. */
    public boolean runsOnlyOn(HostId host) {
        return sightings.size() == 1
                && sightings.get(0).host().equals(host)
                && sightings.get(0).state() == InstanceState.RUNNING;
    }
}
