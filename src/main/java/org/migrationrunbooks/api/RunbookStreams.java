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
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.Runbooks;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Lets clients watch runs. Each watched run is read once per interval, on one thread, however many watch it; what changed is
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
    private final ConcurrentMap<RunbookId, Watch> watches = new ConcurrentHashMap<>();
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
        if (open.incrementAndGet() > properties.eventStreams()) {
            open.decrementAndGet();
            throw Problems.exception(
                    RequestProblem.TOO_MANY_STREAMS,
                    "%d runs are being watched already.".formatted(properties.eventStreams()),
                    "Read " + RunbookLinks.self(id) + " now and then instead.");
        }
        EventStream stream = new EventStream(deliveries, clock, properties.eventHeartbeat());
        watches.compute(id, (key, known) -> {
            Watch watch = known == null ? watch(id) : known;
            watch.streams().add(stream);
            return watch;
        });
        stream.whenOver(() -> leave(id, stream));
        readings.execute(() -> read(id));
        return stream.emitter();
    }

    private Watch watch(RunbookId id) {
        return new Watch(
                ConcurrentHashMap.newKeySet(),
                readings.scheduleWithFixedDelay(() -> read(id), properties.eventInterval()));
    }

    private void leave(RunbookId id, EventStream stream) {
        watches.computeIfPresent(id, (key, watch) -> {
            if (watch.streams().remove(stream)) {
                open.decrementAndGet();
            }
            if (watch.streams().isEmpty()) {
                watch.readings().cancel(false);
            }
            return watch.streams().isEmpty() ? null : watch;
        });
    }

    private void read(RunbookId id) {
        Watch watch = watches.get(id);
        if (watch != null) {
            runbooks.details(id).ifPresent(details -> {
                String state = write(RunbookView.of(details));
                boolean ended = details.run().state().ended();
                watch.streams().forEach(stream -> stream.offer(state, ended));
            });
        }
    }

    private String write(RunbookView view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a run as JSON", e);
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

    /** Those who watch a run, and what reads it for them. */
    private record Watch(Set<EventStream> streams, Future<?> readings) {}
}
