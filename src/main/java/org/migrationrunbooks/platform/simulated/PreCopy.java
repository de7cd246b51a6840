package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import org.migrationrunbooks.fleet.OperationPhase;

/**
 * The physics of a live migration, with QEMU's rule for its end (migration/migration.c, {@code migration_iteration_run}). Round 1 sends
 * all memory. As soon as what is unsent of a round would fit into the permitted downtime at the rate of the moment, the bitmap of
 * dirty pages is read anew: if what was dirtied fits in as well, the instance is halted, the remainder is sent and the destination
 * takes over; else the next round sends both. What {@code t} seconds dirty is {@code w · (1 − e^(−d·t/w))}: a guest that writes {@code d}
 * bytes per second at random places of a working set of {@code w} bytes hits more and more often what is dirty already.
 */
final class PreCopy {

    /** From the last byte sent to the instance running at the destination: device state, handshake, announcing addresses. */
    static final long TAKE_OVER_NANOS = Duration.ofMillis(30).toNanos();

    /**
     * QEMU looks whether the rest would fit each time that it has sent pages for 50 ms, so it notices 25 ms late on average. A rest
     * that just fits is no use anyway: the least that was dirtied meanwhile would be too much.
     */
    private static final long NOTICED_LATE_NANOS = Duration.ofMillis(25).toNanos();

    private PreCopy() {}

    static long dirtied(TransferTerms terms, Throttle throttle, long nanos) {
        double rate = terms.dirtyRate() * throttle.speed();
        if (rate == 0 || terms.workingSet() == 0) {
            return 0;
        }
        return (long) (-terms.workingSet() * Math.expm1(-rate * PlatformTime.seconds(nanos) / terms.workingSet()));
    }

    /**
     * What a round leaves unsent when the bitmap is read anew. A guest that writes nothing is sent to the end: the last of its
     * memory are pages that it never touched, which take no time.
     */
    static long keptUnsent(Transfer transfer) {
        TransferTerms terms = transfer.terms();
        if (transfer.phase() != OperationPhase.PRE_COPY || terms.dirtyRate() == 0 || terms.workingSet() == 0) {
            return 0;
        }
        long late = Math.min(NOTICED_LATE_NANOS, transfer.maxDowntime() / 2);
        return PlatformTime.bytesIn(
                transfer.maxDowntime() - late, transfer.flow().rate());
    }

    /** What the round leaves unsent if it ends now: less than usual where the rate or the limit has risen meanwhile. */
    private static long unsentAt(Transfer transfer, long at) {
        long kept = keptUnsent(transfer);
        Flow flow = transfer.flow();
        // At the very end of a round what the rounding of times leaves is not counted.
        return flow.unsent() >= kept && flow.leavesUnsentAt(kept) >= at
                ? kept
                : Math.min(kept, flow.at(at).unsent());
    }

    /** The end of a pre-copy round: another one, or the switch-over. */
    static Transfer endRound(Transfer transfer, long at) {
        TransferTerms terms = transfer.terms();
        long kept = unsentAt(transfer, at);
        Flow flow = transfer.flow().doneBut(kept, at);
        long lasted = at - flow.startedAt();
        long dirtied = dirtied(terms, transfer.throttle(), lasted);
        Long dirtyRate = lasted == 0 ? flow.dirtyRate() : Long.valueOf((long) (dirtied / PlatformTime.seconds(lasted)));
        long dirty = kept + dirtiedAnew(terms, flow, kept, dirtied);
        if (PlatformTime.nanosFor(dirty, flow.rate()) <= transfer.maxDowntime()) {
            return transfer.with(OperationPhase.SWITCHING_OVER, flow.next(dirty, at, dirtyRate))
                    .standingStill(at);
        }
        Throttle throttle = terms.autoConverge()
                ? transfer.throttle().afterRound(lasted, flow.sent(), dirtied)
                : transfer.throttle();
        boolean repeats = dirty == flow.bytes()
                && throttle.equals(transfer.throttle())
                && lasted == PlatformTime.nanosFor(flow.bytes() - kept, flow.rate());
        Flow next = flow.next(dirty, at, dirtyRate);
        return transfer.with(throttle).with(repeats ? next.repeated(kept) : next);
    }

    /**
     * What was dirtied and is not waiting to be sent anyway: of pages hit at random, the share of those that are unsent does not
     * count. In the first round these are a part of all memory, later of the working set.
     */
    private static long dirtiedAnew(TransferTerms terms, Flow flow, long unsent, long dirtied) {
        long population = flow.round() == 1 ? terms.memory() : Math.max(terms.workingSet(), unsent);
        return Math.round(dirtied * (1 - unsent / (double) population));
    }

    /** The remainder has been sent; the destination takes over. */
    static Transfer endStopAndCopy(Transfer transfer, long at) {
        return transfer.with(OperationPhase.FINISHING, transfer.flow().done(at).paced(0, at));
    }

    /** The instance goes on at the destination at once; what is unsent or was dirtied in this round follows. */
    static Transfer switchToPostCopy(Transfer transfer, long at) {
        Flow flow = transfer.flow().at(at);
        long remaining = remaining(transfer.with(flow));
        return transfer.with(OperationPhase.POST_COPY, flow.next(remaining, at, flow.dirtyRate()))
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
