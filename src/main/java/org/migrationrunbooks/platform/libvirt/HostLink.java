package org.migrationrunbooks.platform.libvirt;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.PlatformException;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/**
 * The way to one host. Native calls can hang for as long as they like, therefore they are made in daemon threads of this link and
 * waited for with a bound. A connection on which a call timed out or that broke is given up and replaced in the background;
 * meanwhile, once the first attempt to replace it failed, calls fail at once.
 *
 * <p>A thread that hangs in a connection that was given up is left alone; it closes the connection when it returns. There are at
 * most {@link #THREADS} of them: if all hang, calls fail at once until one returns.
 */
final class HostLink implements AutoCloseable {

    static final int THREADS = 16;

    private static final long IDLE_SECONDS = 30;

    /** One or more native calls on an open connection. */
    @FunctionalInterface
    interface Call<T> {
        T on(Connection connection);
    }

    private final String host;
    private final Reconnection.Opening opening;
    private final Duration callTimeout;
    private final ThreadPoolExecutor threads;
    private final Reconnection reconnection;

    /**
     * A link that begins to connect at once.
     *
     * @param opening opens a connection, and may hang
     */
    HostLink(String host, Reconnection.Opening opening, Duration callTimeout) {
        this.host = host;
        this.opening = opening;
        this.callTimeout = callTimeout;
        this.threads =
                new ThreadPoolExecutor(0, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "libvirt-" + host);
                    thread.setDaemon(true);
                    return thread;
                });
        this.reconnection = new Reconnection(host, opening, threads, callTimeout);
        reconnection.begin();
    }

    String host() {
        return host;
    }

    /** What keeps the host from being used; empty while a connection is open. Waits for nothing. */
    Optional<String> problem() {
        return reconnection.problem();
    }

    /**
     * Asks the host something.
     *
     * @throws PlatformUnreachableException where no answer came, or an error that the question itself did not expect
     */
    <T> T ask(Call<T> question) {
        return call(question, false);
    }

    /**
     * Has the host change something.
     *
     * @throws PlatformUnreachableException where the request was not sent, or the host answered that it failed
     * @throws AnswerLostException where it may have arrived and no answer came
     */
    <T> T change(Call<T> change) {
        return call(change, true);
    }

    /**
     * Asks the host something over a connection that is opened for it, whatever the one in use is like.
     *
     * @return empty where it could not be asked, since every thread to it hangs
     * @throws PlatformUnreachableException where no answer came in time
     */
    <T> Optional<T> askAnew(Call<T> question) {
        FutureTask<T> task = new FutureTask<>(() -> {
            Connection connection = opening.open();
            try {
                return question.on(connection);
            } finally {
                connection.close();
            }
        });
        try {
            threads.execute(task);
            return Optional.of(task.get(callTimeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            return Optional.empty();
        } catch (TimeoutException e) {
            throw unreachable("no answer within " + callTimeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted while waiting for the answer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LibvirtException || e.getCause() instanceof PlatformUnreachableException) {
                throw unreachable(String.valueOf(e.getCause().getMessage()), e.getCause());
            }
            throw new IllegalStateException("a call to " + host + " broke off", e.getCause());
        }
    }

    /** The connection for a call of unlimited length, made in a thread of the caller's; {@link Session#leave} ends it. */
    Session session() {
        return reconnection.session();
    }

    private <T> T call(Call<T> call, boolean changes) {
        Session session = reconnection.session();
        AtomicBoolean begun = new AtomicBoolean();
        FutureTask<T> task = new FutureTask<>(() -> {
            Connection connection = session.enter();
            try {
                begun.set(true);
                return call.on(connection);
            } finally {
                session.leave();
            }
        });
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw unreachable("all %d threads to it are busy or hang".formatted(THREADS), e);
        }
        try {
            return task.get(callTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String problem = "no answer within " + callTimeout.toSeconds() + " s";
            reconnection.giveUp(session, problem);
            throw lost(begun.get() && changes, problem, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(begun.get() && changes, "interrupted while waiting for the answer", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause(), session, changes);
        }
    }

    private RuntimeException failure(@Nullable Throwable cause, Session session, boolean changes) {
        if (cause instanceof LibvirtException error) {
            if (session.usable()) {
                return unreachable("answered with an error: " + error.getMessage(), error);
            }
            reconnection.giveUp(session, error.getMessage());
            return lost(changes, error.getMessage(), error);
        }
        if (cause instanceof Session.NotSentException) {
            return unreachable(String.valueOf(cause.getMessage()), cause);
        }
        if (cause instanceof RuntimeException bug) {
            return bug;
        }
        return new IllegalStateException("a call to " + host + " broke off", cause);
    }

    private PlatformException lost(boolean mayHaveArrived, String problem, Throwable cause) {
        return mayHaveArrived
                ? new AnswerLostException(
                        "host %s: %s; it may have done what it was told".formatted(host, problem), cause)
                : unreachable(problem, cause);
    }

    private PlatformUnreachableException unreachable(String problem, Throwable cause) {
        return new PlatformUnreachableException("host %s: %s".formatted(host, problem), cause);
    }

    /** Closes the connection when its last call has returned; does not wait for that. */
    @Override
    public void close() {
        reconnection.close();
        threads.shutdown();
    }
}
