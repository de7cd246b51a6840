package org.migrationrunbooks.scheduling;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A time below which no order of boots can be: that of the longest boot, and on each host and storage that of all its boots shared by its
 * slots, or of the two shortest that have to follow each other. Computed from boot times and caps alone; it shares no code with the
 * schedule that it checks.
 */
final class BootBound {

    private BootBound() {}

    static Duration of(List<BootSchedule.Boot> boots, BootCaps caps) {
        Duration hosts = ofLanes(boots, boot -> boot.host().name(), caps.perHost());
        Duration storages = ofLanes(boots, BootSchedule.Boot::storage, caps.perStorage());
        return hosts.compareTo(storages) >= 0 ? hosts : storages;
    }

    private static Duration ofLanes(
            List<BootSchedule.Boot> boots, Function<BootSchedule.Boot, String> lane, int slots) {
        Collection<List<BootSchedule.Boot>> lanes =
                boots.stream().collect(Collectors.groupingBy(lane)).values();
        return lanes.stream()
                .map(one -> ofLane(
                        one.stream()
                                .map(boot -> boot.time().expected())
                                .sorted(Comparator.reverseOrder())
                                .toList(),
                        slots))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Takes the longest first. */
    private static Duration ofLane(List<Duration> times, int slots) {
        Duration shared = times.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(slots);
        Duration longest = times.get(0);
        // Of one more than there are slots, two have to follow each other; at the best the two shortest of them.
        Duration followed = times.size() > slots ? times.get(slots - 1).plus(times.get(slots)) : Duration.ZERO;
        return List.of(shared, longest, followed).stream()
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
