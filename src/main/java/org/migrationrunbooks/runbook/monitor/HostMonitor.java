package org.migrationrunbooks.runbook.monitor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.OperatingMode;
import org.springframework.stereotype.Component;

/**
 * Looks at all hosts again and again, and asks for the evacuation of one that has failed. Every node looks; one of them acts. It knows
 * what it did and why not, and forgets nothing that matters with a restart.
 */
@Component
public class HostMonitor {

    private static final Duration SHORTEST_LEASE = Duration.ofMinutes(1);

    private final String node = UUID.randomUUID().toString();
    private final MonitorProperties properties;
    private final OperatingMode mode;
    private final Platforms platforms;
    private final Lookout lookout;
    private final WatchBook book;
    private final MonitorLease lease;
    private final StormWatch storms;
    private final Judge judge;
    private final Evacuations evacuations;
    private final Clock clock;
    private final HostWatch watch = new HostWatch();
    private final Map<String, List<Host>> others = new TreeMap<>();
    private volatile MonitorState state;

    HostMonitor(
            MonitorProperties properties,
            OperatingMode mode,
            Platforms platforms,
            Lookout lookout,
            WatchBook book,
            MonitorLease lease,
            StormBook stormBook,
            Judge judge,
            Evacuations evacuations,
            Clock clock) {
        this.properties = properties;
        this.mode = mode;
        this.platforms = platforms;
        this.lookout = lookout;
        this.book = book;
        this.lease = lease;
        this.storms = new StormWatch(stormBook, properties);
        this.judge = judge;
        this.evacuations = evacuations;
        this.clock = clock;
        this.state = new MonitorState(properties.enabled(), false, null, List.of(), List.of(), List.of());
    }

    /** What this node saw at its last look. */
    public MonitorState state() {
        return state;
    }

    /** Looks at all hosts once, and acts where it is this node's turn. */
    synchronized void look() {
        List<String> silentPlatforms = listHosts();
        Map<HostId, List<LifeSign>> signs =
                lookout.look(watch.hosts().stream().map(Host::id).toList());
        Instant now = clock.instant();
        boolean acts = !mode.observes() && lease.take(node, now, leaseTime());
        Map<HostId, WatchStore.Row> before = book.rows();
        List<WatchedHost> hosts = watch.looked(signs, before, now);
        if (acts) {
            book.remember(hosts, before, now);
        }
        Map<String, MonitorState.Storm> weather = storms.look(hosts, acts, now);
        Situation situation = new Situation(now, book.rows(), weather, storms.calmSince());
        List<MonitorState.Seen> seen = new ArrayList<>(notWatched());
        for (WatchedHost host : hosts) {
            Judgement judgement = judge.against(host, situation).orElseGet(() -> act(host, acts));
            if (acts) {
                book.withheld(host, judgement, situation.rows());
            }
            seen.add(new MonitorState.Seen(
                    host.id(), host.host().state(), host.sides(), host.unheardSince(), judgement));
        }
        state = new MonitorState(properties.enabled(), acts, now, silentPlatforms, List.copyOf(weather.values()), seen);
    }

    private Duration leaseTime() {
        Duration several = properties.interval().multipliedBy(5);
        return several.compareTo(SHORTEST_LEASE) > 0 ? several : SHORTEST_LEASE;
    }

    private List<String> listHosts() {
        List<String> silent = new ArrayList<>();
        List<String> names = platforms.all().stream()
                .map(Platform::name)
                .filter(properties::watches)
                .toList();
        lookout.list(names).forEach((name, listing) -> {
            if (listing instanceof Lookout.Listing.Told told) {
                watch.told(
                        name,
                        told.fleet().hosts().stream()
                                .filter(host -> properties.watches(host.id()))
                                .toList());
                others.put(
                        name,
                        told.fleet().hosts().stream()
                                .filter(host -> !properties.watches(host.id()))
                                .toList());
            } else {
                silent.add("%s: %s".formatted(name, ((Lookout.Listing.Untold) listing).why()));
            }
        });
        return silent;
    }

    private List<MonitorState.Seen> notWatched() {
        Judgement judgement =
                Judgement.of(Judgement.Code.NOT_WATCHED, "It is listed under runbooks.monitor.except-hosts.");
        return others.values().stream()
                .flatMap(List::stream)
                .map(host -> new MonitorState.Seen(host.id(), host.state(), List.of(), null, judgement))
                .toList();
    }

    private Judgement act(WatchedHost host, boolean acts) {
        if (mode.observes()) {
            return Judgement.of(Judgement.Code.STANDBY, "This node only observes (runbooks.mode=observe).");
        }
        Instant outage = host.unheardSince();
        return acts && outage != null
                ? evacuations.raise(host, outage)
                : Judgement.of(Judgement.Code.STANDBY, "Another node acts on it.");
    }

    /** Lets another node act at once. */
    void stop() {
        lease.release(node);
    }
}
