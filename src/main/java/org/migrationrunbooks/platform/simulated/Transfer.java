package org.migrationrunbooks.platform.simulated;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.OperationPhase;

/**
 * One live migration, complete as of its last event; what it is at any time until the next follows from it.
 *
 * @param flow what is sent now: of disks while these are copied, of memory afterwards
 * @param maxDowntime nanoseconds that the instance may stand still at switch-over
 * @param stoodStillAt when the instance was halted for the switch-over; null before
 * @param downtime nanoseconds that it stood still, once that is over
 * @param stalled whether it sends nothing although the link is up
 * @param ambush the failure that waits for it; null for none
 * @param end how it ended; null while it is under way
 */
record Transfer(
        long id,
        TransferTerms terms,
        OperationPhase phase,
        Flow flow,
        Throttle throttle,
        long maxDowntime,
        @Nullable Long stoodStillAt,
        long downtime,
        boolean stalled,
        @Nullable Ambush ambush,
        @Nullable End end) {

    /** How a transfer ended, and when. */
    record End(Result result, String reason, long at) {}

    enum Result {
        COMPLETED,
        FAILED,
        CANCELLED
    }

    static Transfer begin(long id, TransferTerms terms, long maxDowntime, Optional<Ambush> ambush) {
        return new Transfer(
                id,
                terms,
                terms.disks() > 0 ? OperationPhase.COPYING_DISKS : OperationPhase.PRE_COPY,
                Flow.first(terms.disks() > 0 ? terms.disks() : terms.memory(), terms.startedAt()),
                Throttle.NONE,
                maxDowntime,
                null,
                0,
                false,
                ambush.orElse(null),
                null);
    }

    boolean active() {
        return end == null;
    }

    /** Whether the instance has left the source for good: its newest memory is at the destination. */
    boolean leftSource() {
        return phase == OperationPhase.POST_COPY;
    }

    boolean touches(String host) {
        return terms.from().equals(host) || terms.to().equals(host);
    }

    /** How long the instance has stood still for the switch-over. */
    long stoodStillUntil(long time) {
        return stoodStillAt == null ? 0 : time - stoodStillAt;
    }

    /** Whether it competes for the links. */
    boolean wantsLink() {
        return active() && !stalled && phase != OperationPhase.FINISHING;
    }

    /** When the ambush strikes, {@link PlatformTime#NEVER} where none waits within the round under way. */
    long ambushAt() {
        if (ambush == null || ambush.waitsForTakeOver()) {
            return PlatformTime.NEVER;
        }
        return flow.reachesAt(Math.max(0, (long) (ambush.share() * terms.bytes()) - sentBeforeMemory()));
    }

    private long sentBeforeMemory() {
        return phase == OperationPhase.COPYING_DISKS ? 0 : terms.disks();
    }

    /** Whether it reads and writes volumes; from the take-over on they are alike and the source's are not needed any more. */
    boolean usesDisks() {
        return terms.disks() > 0
                && switch (phase) {
                    case PREPARING, COPYING_DISKS, PRE_COPY, SWITCHING_OVER -> true;
                    case POST_COPY, FINISHING -> false;
                };
    }

    /** When something happens that does not follow by arithmetic alone. */
    long nextEventAt() {
        if (!active() || stalled) {
            return PlatformTime.NEVER;
        }
        return phase == OperationPhase.FINISHING
                ? flow.asOf() + PreCopy.TAKE_OVER_NANOS
                : Math.min(ambushAt(), flow.leavesUnsentAt(PreCopy.keptUnsent(this)));
    }

    Transfer with(Flow newFlow) {
        return new Transfer(
                id, terms, phase, newFlow, throttle, maxDowntime, stoodStillAt, downtime, stalled, ambush, end);
    }

    Transfer with(Throttle newThrottle) {
        return new Transfer(
                id, terms, phase, flow, newThrottle, maxDowntime, stoodStillAt, downtime, stalled, ambush, end);
    }

    Transfer waitedForBy(@Nullable Ambush newAmbush) {
        return new Transfer(
                id, terms, phase, flow, throttle, maxDowntime, stoodStillAt, downtime, stalled, newAmbush, end);
    }

    Transfer with(OperationPhase newPhase, Flow newFlow) {
        return new Transfer(
                id, terms, newPhase, newFlow, throttle, maxDowntime, stoodStillAt, downtime, stalled, ambush, end);
    }

    Transfer standingStill(long since) {
        return new Transfer(id, terms, phase, flow, throttle, maxDowntime, since, downtime, stalled, ambush, end);
    }

    Transfer stoodStillFor(long nanos) {
        return new Transfer(id, terms, phase, flow, throttle, maxDowntime, stoodStillAt, nanos, stalled, ambush, end);
    }

    Transfer withMaxDowntime(long nanos) {
        return new Transfer(id, terms, phase, flow, throttle, nanos, stoodStillAt, downtime, stalled, ambush, end);
    }

    Transfer stalled(boolean nowStalled) {
        return new Transfer(
                id, terms, phase, flow, throttle, maxDowntime, stoodStillAt, downtime, nowStalled, ambush, end);
    }

    Transfer ended(Result result, String reason, long at) {
        return new Transfer(
                id,
                terms,
                phase,
                flow.at(at).paced(0, at),
                throttle,
                maxDowntime,
                stoodStillAt,
                downtime,
                stalled,
                ambush,
                new End(result, reason, at));
    }
}
