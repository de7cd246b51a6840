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
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/**
 * The way to one host. Native calls can hang for as long as they like, therefore they are made in daemon threads of this link and
 * waited for with a bound, each on a connection that no other thread uses meanwhile. Once a call timed out or its connection broke, all
 * connections are given up and replaced in the background; meanwhile, once the first attempt to replace them failed, calls fail at once.
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
    private final LinkFailure failure;

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
        this.failure = new LinkFailure(host, callTimeout);
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
            throw failure.unreachable(failure.late(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure.unreachable("interrupted while waiting for the answer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LibvirtException || e.getCause() instanceof PlatformUnreachableException) {
                throw failure.unreachable(String.valueOf(e.getCause().getMessage()), e.getCause());
            }
            throw new IllegalStateException("a call to " + host + " broke off", e.getCause());
        }
    }

    /**
     * A connection for calls of unlimited length.
     *
     * @throws PlatformUnreachableException where there is none
     */
    Loan lend() {
        Session session = reconnection.session();
        try {
            return Loan.within(callTimeout, session, threads);
        } catch (RejectedExecutionException e) {
            throw failure.busy(e);
        } catch (TimeoutException e) {
            reconnection.giveUp(session, failure.late());
            throw failure.unreachable(failure.late(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure.unreachable("interrupted while waiting for a connection", e);
        } catch (ExecutionException e) {
            String problem =
                    e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
            reconnection.giveUp(session, problem);
            throw failure.unreachable(problem, e);
        }
    }

    private <T> T call(Call<T> call, boolean changes) {
        Session session = reconnection.session();
        Errand<T> errand = new Errand<>(session, call);
        FutureTask<T> task = new FutureTask<>(errand);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw failure.busy(e);
        }
        try {
            return task.get(callTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            reconnection.giveUp(session, failure.late());
            throw failure.lost(errand.begun() && changes, failure.late(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure.lost(errand.begun() && changes, "interrupted while waiting for the answer", e);
        } catch (ExecutionException e) {
            throw failed(e.getCause(), session, errand, changes);
        }
    }

    private RuntimeException failed(@Nullable Throwable cause, Session session, Errand<?> errand, boolean changes) {
        if (cause instanceof Session.NotSentException) {
            return failure.unreachable(String.valueOf(cause.getMessage()), cause);
        }
        if (cause instanceof LibvirtException error && errand.answered()) {
            return failure.unreachable("answered with an error: " + error.getMessage(), error);
        }
        if (cause instanceof LibvirtException || (cause instanceof PlatformUnreachableException && !errand.begun())) {
            String problem = String.valueOf(cause.getMessage());
            reconnection.giveUp(session, problem);
            return failure.lost(errand.begun() && changes, problem, cause);
        }
        if (cause instanceof RuntimeException bug) {
            return bug;
        }
        return new IllegalStateException("a call to " + host + " broke off", cause);
    }

    /** Closes each connection when its call has returned; does not wait for that. */
    @Override
    public void close() {
        reconnection.close();
        threads.shutdown();
    }
}
