package org.migrationrunbooks.runbook.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.migrationrunbooks.fleet.HostId;

/** When hosts that fall silent make a storm: so many of them within so short a time that our own network is the suspect. */
final class StormRule {

    private StormRule() {}

    /** A host and since when it was not heard. */
    record Unheard(HostId host, Instant since) {}

    /**
     * The hosts that fell silent together.
     *
     * @param threshold how many make a storm
     * @return all that fell silent within the window around any so many of them, by name; empty where there is no storm
     */
    static List<HostId> storm(List<Unheard> unheard, int threshold, Duration window) {
        List<Unheard> inOrder = unheard.stream()
                .sorted(Comparator.comparing(Unheard::since).thenComparing(Unheard::host))
                .toList();
        List<HostId> together = new ArrayList<>();
        for (Unheard first : inOrder) {
            List<HostId> group = inOrder.stream()
                    .filter(one -> !one.since().isBefore(first.since())
                            && !one.since().isAfter(first.since().plus(window)))
                    .map(Unheard::host)
                    .toList();
            if (group.size() >= threshold) {
                group.stream().filter(host -> !together.contains(host)).forEach(together::add);
            }
        }
        return together.stream().sorted().toList();
    }
}
