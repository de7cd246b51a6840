package org.migrationrunbooks.runbook.monitor;

import java.time.Duration;
import java.util.List;
import org.migrationrunbooks.fleet.HostId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the host monitor looks and when it acts.
 *
 * @param enabled whether hosts are looked at; the storm brake works without it
 * @param interval between two looks at all hosts
 * @param silentFor how long a host has to be silent without interruption before anything is raised
 * @param sides how many sides have to be silent for so long, the hypervisor's among them
 * @param stormHosts when so many hosts of a platform fall silent together, or all that there are, our own network is the suspect
 * @param stormWindow within which hosts fall silent together
 * @param platforms names of those that are watched; empty for all
 * @param exceptHosts hosts that are not watched, as {@code platform/host}
 * @param threads how many hosts one node looks at at the same time
 */
@ConfigurationProperties("runbooks.monitor")
record MonitorProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("5s") Duration interval,
        @DefaultValue("1m") Duration silentFor,
        @DefaultValue("2") int sides,
        @DefaultValue("3") int stormHosts,
        @DefaultValue("2m") Duration stormWindow,
        @DefaultValue List<String> platforms,
        @DefaultValue List<String> exceptHosts,
        @DefaultValue("16") int threads) {

    private static final int MOST_SIDES = 4;

    MonitorProperties {
        platforms = List.copyOf(platforms);
        exceptHosts = List.copyOf(exceptHosts);
        require(interval.toMillis() > 0, "interval must be above zero");
        require(silentFor.compareTo(interval) >= 0, "silent-for must not be shorter than runbooks.monitor.interval");
        require(sides >= 1 && sides <= MOST_SIDES, "sides must be from 1 to 4");
        require(stormHosts >= 2, "storm-hosts must be at least 2: one host alone is no storm");
        require(!stormWindow.isNegative(), "storm-window must not be negative");
        require(threads >= 1, "threads must be at least 1");
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalArgumentException("runbooks.monitor." + what);
        }
    }

    boolean watches(String platform) {
        return platforms.isEmpty() || platforms.contains(platform);
    }

    boolean watches(HostId host) {
        return !exceptHosts.contains(host.toString());
    }

    /** How many of so many hosts have to be silent together for a storm; one host alone is none. */
    int stormOf(int hosts) {
        return Math.max(2, Math.min(stormHosts, hosts));
    }
}
