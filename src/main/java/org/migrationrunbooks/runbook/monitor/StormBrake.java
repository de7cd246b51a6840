package org.migrationrunbooks.runbook.monitor;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.FencingDevices;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps hosts from being fenced where so many are silent that our own network is the suspect. It reads afresh, and works without the
 * monitor too; what the monitor has on record only tells hosts that were silent long before.
 */
@Component
public class StormBrake {

    private static final Logger log = LoggerFactory.getLogger(StormBrake.class);

    private final Lookout lookout;
    private final WatchStore store;
    private final FencingDevices devices;
    private final MonitorProperties properties;
    private final Clock clock;

    StormBrake(Lookout lookout, WatchStore store, FencingDevices devices, MonitorProperties properties, Clock clock) {
        this.lookout = lookout;
        this.store = store;
        this.devices = devices;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * What is against fencing this host right now: asked of all hosts of its platform, bounded in time.
     *
     * @return in words for people; empty where nothing is
     */
    public Optional<String> against(HostId host) {
        Lookout.Listing listing = lookout.list(List.of(host.platform())).get(host.platform());
        if (!(listing instanceof Lookout.Listing.Told told)) {
            return Optional.of(
                    "Platform %s does not tell its hosts, so it cannot be told whether more of them are silent."
                            .formatted(host.platform()));
        }
        Map<HostId, WatchStore.Row> rows = store.all();
        List<HostId> counted = told.fleet().hosts().stream()
                .filter(one -> one.id().equals(host) || counts(one, rows.get(one.id())))
                .map(Host::id)
                .toList();
        Map<HostId, List<LifeSign>> signs = lookout.look(counted);
        Instant from = since(rows.get(host)).minus(properties.stormWindow());
        List<HostId> silent = counted.stream()
                .filter(one -> !WatchedHost.answers(signs.getOrDefault(one, List.of())))
                .filter(one -> !since(rows.get(one)).isBefore(from))
                .toList();
        int threshold = properties.stormOf(counted.size());
        if (silent.size() < threshold) {
            return Optional.empty();
        }
        List<HostId> suspects = new ArrayList<>(silent);
        suspects.removeIf(one -> !one.equals(host) && off(one));
        return suspects.size() < threshold ? Optional.empty() : Optional.of(text(host, suspects, counted.size()));
    }

    private static boolean counts(Host host, WatchStore.@Nullable Row row) {
        if (row != null && row.heardAt() == null) {
            return false;
        }
        HostState state =
                HostWatch.expected(host, row == null ? null : row.heardAs()).state();
        return state != HostState.QUARANTINED && state != HostState.MAINTENANCE;
    }

    /** Since when it is not heard; one of which nothing is on record may have fallen silent just now. */
    private Instant since(WatchStore.@Nullable Row row) {
        return row == null || row.unheardSince() == null ? clock.instant() : row.unheardSince();
    }

    /** Whether a device proves that the host has no power, so that its silence says nothing of our network. */
    private boolean off(HostId host) {
        for (FencingDevice device : devices.of(host)) {
            try {
                if (device.power(host).off()) {
                    return true;
                }
            } catch (PlatformUnreachableException e) {
                log.debug("{} does not tell the power of {}; the next device may", device.name(), host, e);
            }
        }
        return false;
    }

    private static String text(HostId host, List<HostId> suspects, int of) {
        return "Storm: %d of %d hosts of %s are silent together (%s). Our own network is the suspect, so %s is not fenced."
                .formatted(
                        suspects.size(),
                        of,
                        host.platform(),
                        suspects.stream().map(HostId::name).collect(Collectors.joining(", ")),
                        host.name());
    }
}
