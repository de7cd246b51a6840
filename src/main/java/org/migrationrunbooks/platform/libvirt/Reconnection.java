package org.migrationrunbooks.platform.libvirt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session to a host: opens it, replaces it when it is given up, and tries again in the background, less and less often.
 * The first attempt is waited for; while a host that failed is tried again, nobody waits.
 */
final class Reconnection implements AutoCloseable {

    /** Opens a connection; may hang, and throws {@link LibvirtException} or {@link PlatformUnreachableException}. */
    @FunctionalInterface
    interface Opening {
        Connection open();
    }

    private static final Logger log = LoggerFactory.getLogger(Reconnection.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(8);

    private final String host;
    private final Opening opening;
    private final Executor threads;
    private final Duration timeout;

    private @Nullable Session session;
    private @Nullable CompletableFuture<Session> attempt;
    private String failure = "not connected yet";
    private int failures;
    private boolean closed;

    Reconnection(String host, Opening opening, Executor threads, Duration timeout) {
        this.host = host;
        this.opening = opening;
        this.threads = threads;
        this.timeout = timeout;
    }

    /** Begins an attempt where none is under way. */
    @SuppressWarnings("FutureReturnValueIgnored") // how the attempt ended is told to ended(), also when it failed
    synchronized void begin() {
        if (closed || attempt != null) {
            return;
        }
        CompletableFuture<Session> begun = new CompletableFuture<>();
        attempt = begun;
        begun.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((opened, error) -> ended(begun, opened, error));
        try {
            threads.execute(() -> attempt(begun));
        } catch (RejectedExecutionException e) {
            begun.completeExceptionally(e);
        }
    }

    private void attempt(CompletableFuture<Session> begun) {
        try {
            Session opened = new Session(opening, opening.open());
            if (!begun.complete(opened)) {
                opened.retire().forEach(Connection::close); // too late, another attempt is under way
            }
        } catch (LibvirtException | PlatformUnreachableException e) {
            begun.completeExceptionally(e);
        }
    }

    private synchronized void ended(
            CompletableFuture<Session> begun, @Nullable Session opened, @Nullable Throwable error) {
        if (attempt != begun) {
            return;
        }
        attempt = null;
        if (opened != null) {
            if (closed) {
                retire(opened);
                return;
            }
            session = opened;
            if (failures > 0) {
                log.info("Host {} answers again", host);
            }
            failures = 0;
            return;
        }
        failure = error instanceof TimeoutException
                ? "connecting took longer than " + timeout.toSeconds() + " s"
                : String.valueOf(error == null ? null : error.getMessage());
        if (failures++ == 0) {
            log.warn("Host {} cannot be reached: {}", host, failure);
        }
        if (!closed) {
            long delay = Math.min(LONGEST_DELAY.toMillis(), FIRST_DELAY.toMillis() << Math.min(failures - 1, 10));
            CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::begin);
        }
    }

    /**
     * The session to use now.
     *
     * @throws PlatformUnreachableException where there is none and, after a bounded wait for a first attempt, none came
     */
    Session session() {
        CompletableFuture<Session> first;
        synchronized (this) {
            if (closed) {
                throw unreachable(null);
            }
            if (session != null && !session.usable()) {
                drop(session, "the connection broke");
            }
            if (session != null) {
                return session;
            }
            if (failures > 0 || attempt == null) {
                throw unreachable(null);
            }
            first = attempt;
        }
        try {
            return first.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    /** Replaces a session that is of no use any more. */
    synchronized void giveUp(Session useless, String reason) {
        if (session == useless) {
            drop(useless, reason);
        }
    }

    private void drop(Session useless, String reason) {
        log.info("Giving up the connection to host {}: {}", host, reason);
        session = null;
        failure = reason;
        retire(useless);
        begin();
    }

    private void retire(Session useless) {
        List<Connection> unused = useless.retire();
        if (unused.isEmpty()) {
            return;
        }
        try {
            threads.execute(() -> unused.forEach(Connection::close));
        } catch (RejectedExecutionException e) {
            log.warn("{} connections to host {} stay open: every thread to it hangs", unused.size(), host);
        }
    }

    synchronized Optional<String> problem() {
        return session != null && session.usable() ? Optional.empty() : Optional.of(failure);
    }

    private PlatformUnreachableException unreachable(@Nullable Throwable cause) {
        String reason;
        synchronized (this) {
            reason = cause == null || cause.getMessage() == null ? failure : cause.getMessage();
        }
        return new PlatformUnreachableException("host %s does not answer: %s".formatted(host, reason), cause);
    }

    @Override
    public synchronized void close() {
        closed = true;
        failure = "the platform is closed";
        if (session != null) {
            retire(session);
            session = null;
        }
    }
}
