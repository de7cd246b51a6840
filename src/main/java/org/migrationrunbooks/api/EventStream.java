package org.migrationrunbooks.api;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One client that watches one run, or all. A client that reads slowly misses states in between, and holds nobody up. */
final class EventStream {

    private final SseEmitter emitter = new SseEmitter(0L);
    private final AtomicBoolean busy = new AtomicBoolean();
    private final String event;
    private final Executor deliveries;
    private final Clock clock;
    private final Duration heartbeat;
    private final Instant until;
    private @Nullable String sent;
    private Instant sentAt;
    private volatile Runnable over = () -> {};

    /**
     * A stream that nothing was sent to yet.
     *
     * @param event the name of what is sent
     * @param limit after which it breaks off, so that whoever may no longer look does not go on looking
     */
    EventStream(String event, Executor deliveries, Clock clock, Duration heartbeat, Duration limit) {
        this.event = event;
        this.deliveries = deliveries;
        this.clock = clock;
        this.heartbeat = heartbeat;
        this.sentAt = clock.instant();
        this.until = sentAt.plus(limit);
    }

    /** Has it told, once or more, when the client is no longer there or the stream has ended. */
    void whenOver(Runnable leave) {
        over = leave;
        emitter.onCompletion(leave);
        emitter.onTimeout(leave);
        emitter.onError(failure -> leave.run());
    }

    SseEmitter emitter() {
        return emitter;
    }

    /**
     * Sends the state if it is new, a heartbeat if the stream has been silent for long, and ends the stream with the run.
     *
     * @param state as JSON
     */
    void offer(String state, boolean ended) {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        boolean isNew = !state.equals(sent);
        if (!ended && !clock.instant().isBefore(until)) {
            deliveries.execute(this::breakOff);
        } else if (isNew || ended || !clock.instant().isBefore(sentAt.plus(heartbeat))) {
            deliveries.execute(() -> deliver(isNew ? state : null, ended));
        } else {
            busy.set(false);
        }
    }

    private void deliver(@Nullable String state, boolean ended) {
        try {
            if (state != null) {
                emitter.send(SseEmitter.event().name(event).data(state, MediaType.APPLICATION_JSON));
                sent = state;
            } else if (!ended) {
                emitter.send(SseEmitter.event().comment("still here"));
            }
            sentAt = clock.instant();
            if (ended) {
                emitter.send(SseEmitter.event().name("end").data("{}", MediaType.APPLICATION_JSON));
                emitter.complete();
            }
        } catch (IOException | IllegalStateException e) {
            // The client has gone, or the container has ended the response meanwhile.
            over.run();
        } finally {
            busy.set(false);
        }
    }

    /** Stays busy, so that nothing is sent any more. */
    private void breakOff() {
        close();
        over.run();
    }

    /** Ends the stream from our side; clients connect again and get the state as it is then. */
    void close() {
        emitter.complete();
    }
}
