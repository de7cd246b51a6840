package org.migrationrunbooks.runbook.monitor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;

/**
 * What the monitor of this node saw at its last look, and what it made of it.
 *
 * @param acts whether this node acts on it; another one does, or none where it observes or is disabled
 * @param lookedAt null before the first look, and where the monitor is disabled
 * @param silentPlatforms those that did not tell their hosts, each with what it said
 */
public record MonitorState(
        boolean enabled,
        boolean acts,
        @Nullable Instant lookedAt,
        List<String> silentPlatforms,
        List<Storm> storms,
        List<Seen> hosts) {

    public MonitorState {
        silentPlatforms = List.copyOf(silentPlatforms);
        storms = List.copyOf(storms);
        hosts = List.copyOf(hosts);
    }

    /** One host, its sides, and what was made of it. */
    public record Seen(
            HostId host,
            HostState state,
            List<WatchedSide> sides,
            @Nullable Instant unheardSince,
            Judgement judgement) {

        public Seen {
            sides = List.copyOf(sides);
        }
    }

    /** A platform of which too many hosts are silent together. */
    public record Storm(String platform, Instant since, List<HostId> hosts) {

        public Storm {
            hosts = List.copyOf(hosts);
        }
    }
}
