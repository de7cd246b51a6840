package org.migrationrunbooks.scheduling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.forecast.Forecast;

/**
 * When each instance of a plan will run, if all begin to wait now and slots are granted as {@link BootSlots} grants them: whenever one is
 * free, to the first in order whose host and storage have room (list scheduling; R. L. Graham, Bounds on Multiprocessing Timing
 * Anomalies, 1969).
 */
public final class BootSchedule {

    private BootSchedule() {}

    /**
     * One instance that is to boot.
     *
     * @param time from the start to running, its own without the waiting
     */
    public record Boot(InstanceId instance, HostId host, String storage, Forecast.Range time) {}

    /**
     * How long it takes until all run. The ends of the interval are those of all boots being quick and of all being slow, since what
     * makes one boot slow (its storage, its image) makes the others slow too.
     *
     * @param inOrder higher priority first
     */
    public static Forecast.Range makespan(List<Boot> inOrder, BootCaps caps) {
        Duration quick = last(inOrder, caps, Forecast.Range::low);
        Duration expected = last(inOrder, caps, Forecast.Range::expected);
        Duration slow = last(inOrder, caps, Forecast.Range::high);
        // Shorter boots can make a list take longer; the interval stays one.
        return new Forecast.Range(min(quick, expected), expected, max(slow, expected));
    }

    /** When each runs, counted from now, if every boot takes its expected time. */
    public static Map<InstanceId, Duration> expectedEnds(List<Boot> inOrder, BootCaps caps) {
        return ends(inOrder, caps, Forecast.Range::expected);
    }

    private static Duration last(List<Boot> inOrder, BootCaps caps, Function<Forecast.Range, Duration> time) {
        return ends(inOrder, caps, time).values().stream()
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private record Running(Boot boot, Duration until) {}

    private static Map<InstanceId, Duration> ends(
            List<Boot> inOrder, BootCaps caps, Function<Forecast.Range, Duration> time) {
        List<Boot> waiting = new ArrayList<>(inOrder);
        PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparing(Running::until));
        Map<InstanceId, Duration> ends = new HashMap<>();
        Duration now = Duration.ZERO;
        while (!waiting.isEmpty()) {
            BootQueue queue = new BootQueue(caps);
            running.forEach(one -> queue.admit(one.boot().host(), one.boot().storage()));
            for (Boot boot : List.copyOf(waiting)) {
                if (queue.admit(boot.host(), boot.storage())) {
                    Duration until = now.plus(time.apply(boot.time()));
                    running.add(new Running(boot, until));
                    ends.put(boot.instance(), until);
                    waiting.remove(boot);
                }
            }
            now = running.remove().until();
        }
        return ends;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
