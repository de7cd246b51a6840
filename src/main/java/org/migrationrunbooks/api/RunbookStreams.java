package org.migrationrunbooks.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.Runbooks;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Lets clients watch runs. What is watched is read once per interval, on one thread, however many watch it; what changed is
 * written to each client on another, since a client may take its time. Ended before the web server, which would wait for them.
 */
@Component
class RunbookStreams implements SmartLifecycle {

    private final Runbooks runbooks;
    private final ObjectMapper json;
    private final ApiProperties properties;
    private final Clock clock;
    private final ThreadPoolTaskScheduler readings = new ThreadPoolTaskScheduler();
    private final ThreadPoolExecutor deliveries;
    private final ConcurrentMap<String, Watch> watches = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean running;

    RunbookStreams(Runbooks runbooks, ObjectMapper json, ApiProperties properties, Clock clock) {
        this.runbooks = runbooks;
        this.json = json;
        this.properties = properties;
        this.clock = clock;
        readings.setThreadNamePrefix("runbook-events-");
        readings.setDaemon(true);
        readings.setRemoveOnCancelPolicy(true);
        // Each stream has at most one delivery at a time, so this never has to refuse one.
        deliveries = new ThreadPoolExecutor(
                0,
                properties.eventStreams() + 1,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                RunbookStreams::thread);
    }

    private static Thread thread(Runnable delivery) {
        Thread thread = new Thread(delivery, "runbook-event-delivery");
        thread.setDaemon(true);
        return thread;
    }

    /** Streams a run until it has ended or the client is gone. */
    SseEmitter open(RunbookId id) {
        if (runbooks.find(id).isEmpty()) {
            throw RunbookPaths.unknown(id.value());
        }
        return open(RunbookLinks.self(id), "runbook", () -> runbooks.details(id)
                .map(details -> new Reading(
                        RunbookView.of(details), details.run().state().ended()))
                .orElseThrow(() -> RunbookPaths.unknown(id.value())));
    }

    /** Streams whatever is read under this name, until the client is gone; the name is that of the events too. */
    SseEmitter open(String name, Supplier<Reading> source) {
        return open("/api/v1/" + name, name, source);
    }

    private SseEmitter open(String path, String event, Supplier<Reading> source) {
        if (open.incrementAndGet() > properties.eventStreams()) {
            open.decrementAndGet();
            throw Problems.exception(
                    RequestProblem.TOO_MANY_STREAMS,
                    "%d streams are open already.".formatted(properties.eventStreams()),
                    "Read " + path + " now and then instead.");
        }
        EventStream stream =
                new EventStream(event, deliveries, clock, properties.eventHeartbeat(), properties.eventStreamLimit());
        watches.compute(path, (key, known) -> {
            Watch watch = known == null ? watch(path, source) : known;
            watch.streams().add(stream);
            return watch;
        });
        stream.whenOver(() -> leave(path, stream));
        readings.execute(() -> read(path));
        return stream.emitter();
    }

    private Watch watch(String path, Supplier<Reading> source) {
        return new Watch(
                ConcurrentHashMap.newKeySet(),
                source,
                readings.scheduleWithFixedDelay(() -> read(path), properties.eventInterval()));
    }

    private void leave(String path, EventStream stream) {
        watches.computeIfPresent(path, (key, watch) -> {
            if (watch.streams().remove(stream)) {
                open.decrementAndGet();
            }
            if (watch.streams().isEmpty()) {
                watch.readings().cancel(false);
            }
            return watch.streams().isEmpty() ? null : watch;
        });
    }

    private void read(String path) {
        Watch watch = watches.get(path);
        if (watch != null) {
            Reading reading = watch.source().get();
            String state = write(reading.view());
            watch.streams().forEach(stream -> stream.offer(state, reading.ended()));
        }
    }

    private String write(Object view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write %s as JSON".formatted(view.getClass()), e);
        }
    }

    /** How many clients watch now. */
    int open() {
        return open.get();
    }

    @Override
    public void start() {
        readings.initialize();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        readings.shutdown();
        watches.values().forEach(watch -> watch.streams().forEach(EventStream::close));
        deliveries.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /**
     * What is watched, as it is now.
     *
     * @param ended whether it will not change any more
     */
    record Reading(Object view, boolean ended) {

        static Reading goingOn(Object view) {
            return new Reading(view, false);
        }
    }

    /** Those who watch the same, and what reads it for them. */
    private record Watch(Set<EventStream> streams, Supplier<Reading> source, Future<?> readings) {}
}
