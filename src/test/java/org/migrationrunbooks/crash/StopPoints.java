package org.migrationrunbooks.crash;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/**
 * Where this process is to be held, for each lane; whoever comes there stays until released, normally by the end of the process. In a
 * lane that is surveyed nobody is held, and every point that is passed is noted.
 */
final class StopPoints {

    private final Map<Lane, StopPoint> armed = new ConcurrentHashMap<>();
    private final Map<Lane, Set<StopPoint>> surveyed = new ConcurrentHashMap<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final BiConsumer<Lane, StopPoint> tell;

    /** @param tell is told the lane and the point when somebody is held */
    StopPoints(BiConsumer<Lane, StopPoint> tell) {
        this.tell = tell;
    }

    void arm(Lane lane, StopPoint point) {
        armed.put(lane, point);
    }

    void survey(Lane lane) {
        surveyed.put(lane, new LinkedHashSet<>());
    }

    /** The points that were passed in a lane that is surveyed, in the order in which they were first passed. */
    List<StopPoint> passed(Lane lane) {
        Set<StopPoint> points = Objects.requireNonNull(surveyed.get(lane), "it is not surveyed");
        synchronized (points) {
            return List.copyOf(points);
        }
    }

    /** Lets go whoever is held, and holds nobody from now on. */
    void release() {
        armed.clear();
        released.countDown();
    }

    void reach(Lane lane, StopPoint point) {
        reach(lane, point, () -> {});
    }

    /**
     * Holds the calling thread if this is the point that is armed for the lane; only the first one that comes.
     *
     * @param first done before the thread is held
     */
    void reach(Lane lane, StopPoint point, Runnable first) {
        if (!Passage.ofARun()) {
            return;
        }
        Set<StopPoint> points = surveyed.get(lane);
        if (points != null) {
            synchronized (points) {
                points.add(point);
            }
        }
        if (!armed.remove(lane, point)) {
            return;
        }
        first.run();
        tell.accept(lane, point);
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
