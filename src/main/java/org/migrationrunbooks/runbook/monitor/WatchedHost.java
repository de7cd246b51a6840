package org.migrationrunbooks.runbook.monitor;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.platform.LifeSign;

/**
 * A host as the monitor sees it.
 *
 * @param host as it counts in its fleet
 * @param sides in the order in which its platform tells them
 * @param heard whether its hypervisor has ever answered since it is watched
 * @param unheardSince since when its hypervisor has not answered; null while it answers
 */
record WatchedHost(Host host, List<WatchedSide> sides, boolean heard, @Nullable Instant unheardSince) {

    WatchedHost {
        sides = List.copyOf(sides);
    }

    HostId id() {
        return host.id();
    }

    boolean answers() {
        return unheardSince == null;
    }

    /** Whether its silence would be expected. */
    boolean leftAlone() {
        return host.state() == HostState.QUARANTINED || host.state() == HostState.MAINTENANCE;
    }

    /** Whether its silence says something of the network between us. */
    boolean counts() {
        return heard && !leftAlone() && !sides.isEmpty();
    }

    /** The sides from which nothing but silence was told since this moment at the latest. */
    List<LifeSign.Side> silentBefore(Instant moment) {
        return Arrays.stream(LifeSign.Side.values())
                .filter(side -> sides.stream().anyMatch(one -> one.is(side)))
                .filter(side -> sides.stream().filter(one -> one.is(side)).allMatch(one -> one.silentBefore(moment)))
                .toList();
    }

    /** What every side said last, in one line. */
    String told() {
        return sides.stream()
                .map(WatchedSide::sign)
                .map(sign -> "%s %s (%s)"
                        .formatted(sign.side().code(), sign.verdict().code(), sign.evidence()))
                .collect(Collectors.joining(", "));
    }

    static boolean answers(List<LifeSign> signs) {
        return signs.stream().anyMatch(sign -> sign.side() == LifeSign.Side.HYPERVISOR && sign.alive());
    }
}
