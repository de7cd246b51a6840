package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import org.migrationrunbooks.fleet.OperationPhase;

/**
 * The physics of a live migration. Round 1 sends all memory; each further round sends what was dirtied during the one before; when
 * that fits into the permitted downtime at the rate of the moment, the instance is halted, the remainder is sent and the
 * destination takes over. What a round of {@code t} seconds dirties is {@code w · (1 − e^(−d·t/w))}: a guest that writes {@code d} bytes
 * per second at random places of a working set of {@code w} bytes hits more and more often what is dirty already.
 */
final class PreCopy {

    /** From the last byte sent to the instance running at the destination: device state, handshake, announcing addresses. */
    static final long TAKE_OVER_NANOS = Duration.ofMillis(30).toNanos();

    private PreCopy() {}

    static long dirtied(TransferTerms terms, Throttle throttle, long nanos) {
        double rate = terms.dirtyRate() * throttle.speed();
        if (rate == 0 || terms.workingSet() == 0) {
            return 0;
        }
        return (long) (-terms.workingSet() * Math.expm1(-rate * PlatformTime.seconds(nanos) / terms.workingSet()));
    }

    /** The end of a pre-copy round: another one, or the switch-over. */
    static Transfer endRound(Transfer transfer, long at) {
        Flow flow = transfer.flow().done(at);
        TransferTerms terms = transfer.terms();
        long lasted = at - flow.startedAt();
        long dirtied = dirtied(terms, transfer.throttle(), lasted);
        Long dirtyRate = lasted == 0 ? flow.dirtyRate() : Long.valueOf((long) (dirtied / PlatformTime.seconds(lasted)));
        if (PlatformTime.nanosFor(dirtied, flow.rate()) <= transfer.maxDowntime()) {
            return transfer.with(OperationPhase.SWITCHING_OVER, flow.next(dirtied, at, false, dirtyRate))
                    .standingStill(at);
        }
        Throttle throttle =
                terms.autoConverge() ? transfer.throttle().afterRound(flow.bytes(), dirtied) : transfer.throttle();
        boolean repeats = dirtied == flow.bytes()
                && throttle.equals(transfer.throttle())
                && lasted == PlatformTime.nanosFor(flow.bytes(), flow.rate());
        return transfer.with(throttle).with(flow.next(dirtied, at, repeats, dirtyRate));
    }

    /** The remainder has been sent; the destination takes over. */
    static Transfer endStopAndCopy(Transfer transfer, long at) {
        return transfer.with(OperationPhase.FINISHING, transfer.flow().done(at).paced(0, at));
    }

    /** The instance goes on at the destination at once; what is unsent or was dirtied in this round follows. */
    static Transfer switchToPostCopy(Transfer transfer, long at) {
        Flow flow = transfer.flow().at(at);
        long remaining = remaining(transfer.with(flow));
        return transfer.with(OperationPhase.POST_COPY, flow.next(remaining, at, false, flow.dirtyRate()))
                .stoodStillFor(TAKE_OVER_NANOS);
    }

    /** What would still have to be sent if nothing were dirtied from now on, as of the flow's time. */
    static long remaining(Transfer transfer) {
        Flow flow = transfer.flow();
        long dirtied = transfer.phase() == OperationPhase.PRE_COPY
                ? dirtied(transfer.terms(), transfer.throttle(), flow.asOf() - flow.startedAt())
                : 0;
        return Math.min(transfer.terms().memory(), flow.unsent() + dirtied);
    }
}
