package org.migrationrunbooks.platform.libvirt;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.PlatformException;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** What is told to those who asked a host and have no answer. */
record LinkFailure(String host, Duration callTimeout) {

    PlatformUnreachableException unreachable(String problem, Throwable cause) {
        return new PlatformUnreachableException("host %s: %s".formatted(host, problem), cause);
    }

    /** @param mayHaveArrived whether the host may have done what it was told */
    PlatformException lost(boolean mayHaveArrived, String problem, Throwable cause) {
        return mayHaveArrived
                ? new AnswerLostException(
                        "host %s: %s; it may have done what it was told".formatted(host, problem), cause)
                : unreachable(problem, cause);
    }

    PlatformUnreachableException busy(RejectedExecutionException cause) {
        return unreachable("all %d threads to it are busy or hang".formatted(HostLink.THREADS), cause);
    }

    String late() {
        return "no answer within " + callTimeout.toSeconds() + " s";
    }
}
