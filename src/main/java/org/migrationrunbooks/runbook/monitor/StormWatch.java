package org.migrationrunbooks.runbook.monitor;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.HostId;

/** Sees storms begin and end; remembers the ends, since silence counts anew after a storm. */
final class StormWatch {

    private final StormBook book;
    private final MonitorProperties properties;
    private final Map<String, Instant> calmSince = new HashMap<>();

    StormWatch(StormBook book, MonitorProperties properties) {
        this.book = book;
        this.properties = properties;
    }

    /** When the last storm of each platform ended, for those that had one since this node runs. */
    Map<String, Instant> calmSince() {
        return Map.copyOf(calmSince);
    }

    /**
     * The storms there are now, by platform.
     *
     * @param acts whether this node writes down what begins and ends
     */
    Map<String, MonitorState.Storm> look(List<WatchedHost> hosts, boolean acts, Instant now) {
        Map<String, Instant> open = book.open();
        Map<String, MonitorState.Storm> storms = new TreeMap<>();
        hosts.stream()
                .filter(WatchedHost::counts)
                .collect(Collectors.groupingBy(host -> host.id().platform()))
                .forEach((platform, counted) -> {
                    List<HostId> together = StormRule.storm(
                            unheard(counted), properties.stormOf(counted.size()), properties.stormWindow());
                    if (!together.isEmpty()) {
                        Instant since = open.getOrDefault(platform, now);
                        storms.put(platform, new MonitorState.Storm(platform, since, together));
                    }
                });
        if (acts) {
            writeDown(open, storms, now);
        }
        return storms;
    }

    private void writeDown(Map<String, Instant> open, Map<String, MonitorState.Storm> storms, Instant now) {
        storms.values().stream()
                .filter(storm -> !open.containsKey(storm.platform()))
                .forEach(storm -> book.began(storm.platform(), storm.hosts(), now));
        open.keySet().stream().filter(platform -> !storms.containsKey(platform)).forEach(platform -> {
            book.ended(platform);
            calmSince.put(platform, now);
        });
    }

    private static List<StormRule.Unheard> unheard(List<WatchedHost> hosts) {
        return hosts.stream()
                .flatMap(host -> Optional.ofNullable(host.unheardSince()).stream()
                        .map(since -> new StormRule.Unheard(host.id(), since)))
                .toList();
    }
}
