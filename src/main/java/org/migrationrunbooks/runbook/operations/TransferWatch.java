package org.migrationrunbooks.runbook.operations;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;

/**
 * What one worker has seen of one transfer: whether anything moves, since when nobody answers, whether it takes too long. Only in
 * memory; after a restart the watch begins anew, which makes it more patient, never less safe.
 */
final class TransferWatch {

    /** What was begun and does not show is not begun anew more often than that. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    private static final Duration CLEARING = Duration.ofSeconds(15);
    private static final Duration NEARLY_DONE = Duration.ofSeconds(2);

    private final Limits limits;
    private @Nullable OperationProgress last;
    private @Nullable Instant begun;
    private @Nullable Instant movedAt;
    private @Nullable Instant silentSince;
    private @Nullable Instant doubtSince;
    private @Nullable Instant cancelSince;
    private @Nullable Instant begunAgainAt;
    private @Nullable Instant clearingSince;
    private boolean escalated;
    private boolean beyondReturn;

    /**
     * When to do something.
     *
     * @param stall no byte moved for this long
     * @param finish no byte moved for this long after the last one, for example while checksums are compared
     * @param expected beyond this, a transfer is escalated; beyond twice this, it is given up
     * @param silence no answer for this long
     * @param doubt no trace of a start for this long
     * @param cancel a cancelled transfer has not ended for this long
     * @param switchEarly whether the forecast says that only post-copy ends this transfer
     */
    record Limits(
            Duration stall,
            Duration finish,
            Duration expected,
            Duration silence,
            Duration doubt,
            Duration cancel,
            boolean switchEarly) {}

    /** What to do about a transfer. */
    sealed interface Advice {

        record GoOn() implements Advice {}

        record Escalate(String reason) implements Advice {}

        record GiveUp(String reason) implements Advice {}
    }

    private static final Advice GO_ON = new Advice.GoOn();

    TransferWatch(Limits limits) {
        this.limits = limits;
    }

    /** Takes a reading of a running transfer and says what to do. */
    Advice saw(OperationProgress progress, Instant now) {
        silentSince = null;
        doubtSince = null;
        begun = begun == null ? now : begun;
        if (moved(last, progress)) {
            movedAt = now;
        }
        last = progress;
        // In post-copy there is nothing to go back to, so more patience costs nothing.
        boolean postCopy = progress.phase() == OperationPhase.POST_COPY;
        Duration stall =
                switch (progress.phase()) {
                    case POST_COPY -> limits.silence();
                    case FINISHING -> limits.finish();
                    case PREPARING, COPYING_DISKS, PRE_COPY, SWITCHING_OVER -> limits.stall();
                };
        if (older(movedAt, stall, now)) {
            return new Advice.GiveUp("nothing moved for " + seconds(stall));
        }
        if (postCopy) {
            return GO_ON;
        }
        boolean firstPassDone = progress.iteration() != null && progress.iteration() >= 2;
        if (limits.switchEarly() && firstPassDone && !escalated) {
            return new Advice.Escalate("the forecast says that pre-copy alone does not end");
        }
        if (older(begun, limits.expected().multipliedBy(2), now)) {
            return new Advice.GiveUp("it would not end: %s, twice the time allowed by the forecast"
                    .formatted(seconds(limits.expected().multipliedBy(2))));
        }
        if (older(begun, limits.expected(), now) && !escalated) {
            return new Advice.Escalate("it takes longer than the forecast allows, " + seconds(limits.expected()));
        }
        return GO_ON;
    }

    /** When to look next: more often shortly before the expected end, so that nothing waits for a tick once it has ended. */
    Duration untilNextLook(Duration tick, Instant now) {
        Instant end = last == null ? null : last.expectedEnd();
        boolean nearlyDone = end != null && end.isBefore(now.plus(NEARLY_DONE));
        return nearlyDone ? tick.dividedBy(5) : tick;
    }

    /** The platform says that the point of no return is behind. */
    void tooLateToCancel() {
        beyondReturn = true;
    }

    boolean beyondReturn() {
        return beyondReturn;
    }

    /** The platform has answered something. */
    void answered() {
        silentSince = null;
    }

    void escalated() {
        escalated = true;
    }

    /** Nobody answered; true where that has lasted too long. */
    boolean silent(Instant now) {
        silentSince = silentSince == null ? now : silentSince;
        return older(silentSince, limits.silence(), now);
    }

    /** Whether something that was begun and does not show may be begun once more, this long after the last time. */
    boolean mayBeginAgain(Instant now, Duration pause) {
        if (begunAgainAt != null && !older(begunAgainAt, pause, now)) {
            return false;
        }
        begunAgainAt = now;
        return true;
    }

    /** The start left no trace; true where that has lasted too long. */
    boolean doubtful(Instant now) {
        doubtSince = doubtSince == null ? now : doubtSince;
        return older(doubtSince, limits.doubt(), now);
    }

    /** Whether there is a doubt that has not been settled. */
    boolean inDoubt() {
        return doubtSince != null;
    }

    /** The doubt was put on record; the next one is one of its own. */
    void doubtSettled() {
        doubtSince = null;
    }

    /** It was told to stop and has not ended; true where that has lasted too long. */
    boolean cancelling(Instant now) {
        cancelSince = cancelSince == null ? now : cancelSince;
        return older(cancelSince, limits.cancel(), now);
    }

    /** It has ended and left something that could not be removed yet; true where that has lasted too long. */
    boolean clearingTooLong(Instant now) {
        clearingSince = clearingSince == null ? now : clearingSince;
        return older(clearingSince, CLEARING, now);
    }

    private static boolean moved(@Nullable OperationProgress before, OperationProgress now) {
        return before == null
                || before.phase() != now.phase()
                || !before.rest().processed().equals(now.rest().processed())
                || before.rest().remaining().compareTo(now.rest().remaining()) > 0
                || !copied(before).equals(copied(now));
    }

    /** What remains grows while the guest writes, also where nothing moves any more; that does not count. */
    private static ByteSize copied(OperationProgress progress) {
        return progress.disks() == null ? ByteSize.ZERO : progress.disks().processed();
    }

    private static boolean older(@Nullable Instant since, Duration limit, Instant now) {
        return since != null && Duration.between(since, now).compareTo(limit) > 0;
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
