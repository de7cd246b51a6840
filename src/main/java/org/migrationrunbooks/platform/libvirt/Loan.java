package org.migrationrunbooks.platform.libvirt;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** A connection for calls of unlimited length, made in a thread of the borrower's, who closes it at the end, in a thread that may hang. */
record Loan(Session session, Connection connection) implements AutoCloseable {

    /**
     * Borrows in one of the threads; what comes too late is given back there.
     *
     * @throws ExecutionException of a {@link LibvirtException}, {@link PlatformUnreachableException} or {@link Session.NotSentException}
     */
    static Loan within(Duration bound, Session session, Executor threads)
            throws TimeoutException, InterruptedException, ExecutionException {
        CompletableFuture<Loan> lent = new CompletableFuture<>();
        threads.execute(() -> lend(session, lent));
        try {
            return lent.get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            if (!lent.cancel(false) && !lent.isCompletedExceptionally()) {
                lent.join().close(); // it came at the same moment
            }
            throw e;
        }
    }

    private static void lend(Session session, CompletableFuture<Loan> lent) {
        try {
            Loan loan = new Loan(session, session.enter());
            if (!lent.complete(loan)) {
                loan.close();
            }
        } catch (LibvirtException | PlatformUnreachableException | Session.NotSentException e) {
            lent.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        session.leave(connection);
    }
}
