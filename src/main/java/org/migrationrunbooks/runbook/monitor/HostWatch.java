package org.migrationrunbooks.runbook.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.platform.LifeSign;

/**
 * What one node remembers of hosts between its looks: since when each side has been silent, and which hosts there were when a platform
 * last told. In memory only; after a restart it begins anew, which makes it more patient.
 */
final class HostWatch {

    private final Map<HostId, List<WatchedSide>> sides = new HashMap<>();
    private final Map<HostId, Instant> unheard = new HashMap<>();
    private final Map<HostId, HostState> heardAs = new HashMap<>();
    private final Map<String, List<Host>> hosts = new HashMap<>();

    /** The hosts of a platform as it tells them now. */
    void told(String platform, List<Host> now) {
        hosts.put(platform, List.copyOf(now));
    }

    /** The hosts of all platforms, each as it was told last. */
    List<Host> hosts() {
        return hosts.values().stream().flatMap(List::stream).toList();
    }

    /** Remembers a look at all hosts; what is on record of them counts before what this node remembers. */
    List<WatchedHost> looked(Map<HostId, List<LifeSign>> signs, Map<HostId, WatchStore.Row> rows, Instant now) {
        List<WatchedHost> watched = new ArrayList<>();
        for (Host host : hosts()) {
            watched.add(looked(host, signs.getOrDefault(host.id(), List.of()), rows.get(host.id()), now));
        }
        sides.keySet().retainAll(watched.stream().map(WatchedHost::id).toList());
        return watched.stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
    }

    private WatchedHost looked(Host host, List<LifeSign> signs, WatchStore.@Nullable Row row, Instant now) {
        HostId id = host.id();
        List<WatchedSide> earlier = sides.getOrDefault(id, List.of());
        List<WatchedSide> after = signs.stream()
                .map(sign -> WatchedSide.after(sign, earlier, now))
                .toList();
        sides.put(id, after);
        if (WatchedHost.answers(signs)) {
            unheard.remove(id);
            heardAs.put(id, host.state());
            return new WatchedHost(host, after, true, null);
        }
        HostState before = row != null && row.heardAs() != null ? row.heardAs() : heardAs.get(id);
        Instant since = unheard.computeIfAbsent(id, key -> now);
        if (row != null && row.unheardSince() != null) {
            since = row.unheardSince();
        }
        return new WatchedHost(expected(host, before), after, before != null, since);
    }

    /** A host that was in maintenance when it was heard last still is, though platforms call it down when they do not reach it. */
    static Host expected(Host host, @Nullable HostState heardAs) {
        return host.state() == HostState.DOWN && heardAs == HostState.MAINTENANCE
                ? host.in(HostState.MAINTENANCE)
                : host;
    }
}
