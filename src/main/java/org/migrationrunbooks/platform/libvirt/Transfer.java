package org.migrationrunbooks.platform.libvirt;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one native call that carries out a migration and returns when it has ended, in a daemon thread of its own. What it says is
 * a help (a reason, a time), never the truth: the truth is read from both hosts, also when our process has been restarted and
 * nothing of this is left.
 */
final class Transfer {

    /**
     * What the call said.
     *
     * @param error null where it said that all went well
     * @param answered false where the connection broke before an answer came
     */
    record Result(@Nullable LibvirtException error, boolean answered, Duration took) {}

    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private volatile boolean cancelRequested;

    /** Sends the request over a connection of its own, which it gives back at the end. */
    static Transfer begin(Loan source, String domain, String destination, Map<String, ?> parameters, int flags) {
        Transfer transfer = new Transfer();
        Thread thread = new Thread(
                () -> transfer.run(source, domain, destination, parameters, flags), "libvirt-migrate-" + domain);
        thread.setDaemon(true);
        thread.start();
        return transfer;
    }

    private void run(Loan source, String domain, String destination, Map<String, ?> parameters, int flags) {
        long begun = System.nanoTime();
        LibvirtException error = null;
        boolean answered = true;
        try {
            boolean there = source.connection()
                    .domain(domain, found -> {
                        found.jobs().migrate(destination, parameters, flags);
                        return true;
                    })
                    .orElse(false);
            if (!there) {
                error = new LibvirtException(LibvirtException.NO_DOMAIN, "the domain '" + domain + "' is gone");
            }
        } catch (LibvirtException e) {
            error = e;
            answered = source.connection().alive();
        } finally {
            result.complete(new Result(error, answered, Duration.ofNanos(System.nanoTime() - begun)));
            source.close();
        }
    }

    /** What the call said; empty while it has not returned. */
    Optional<Result> result() {
        return Optional.ofNullable(result.getNow(null));
    }

    /** Waits a moment for the call to return. */
    Optional<Result> result(Duration wait) {
        try {
            return Optional.of(result.get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("is never completed with an exception", e);
        }
    }

    void cancelRequested() {
        cancelRequested = true;
    }

    /** Whether it ended, or is about to end, since we asked for that. */
    boolean cancelled() {
        return cancelRequested
                || result().map(Result::error)
                        .filter(error -> error.code() == LibvirtException.OPERATION_ABORTED)
                        .isPresent();
    }
}
