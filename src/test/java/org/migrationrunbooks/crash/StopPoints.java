package org.migrationrunbooks.crash;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/** Where this process is to be held, for each instance; whoever comes there stays until released, normally by the end of the process. */
final class StopPoints {

    private final Map<String, StopPoint> armed = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final BiConsumer<String, StopPoint> tell;

    /** @param tell is told the instance and the point when somebody is held */
    StopPoints(BiConsumer<String, StopPoint> tell) {
        this.tell = tell;
    }

    void arm(String instance, StopPoint point) {
        held.put(instance, new CountDownLatch(1));
        armed.put(instance, point);
    }

    void disarm(String instance) {
        armed.remove(instance);
    }

    void release(String instance) {
        CountDownLatch latch = held.get(instance);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Holds the calling thread if this is the point that is armed for the instance; only the first one that comes. */
    void reach(StopPoint point, String instance) {
        CountDownLatch latch = held.get(instance);
        if (latch == null || !armed.remove(instance, point)) {
            return;
        }
        tell.accept(instance, point);
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
