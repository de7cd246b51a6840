package org.migrationrunbooks.platform.simulated;

import org.jspecify.annotations.Nullable;

/**
 * What a transfer sends: one round after the other, at a rate that is constant until somebody changes it. Between two changes it is
 * a function of time, so nothing needs to be stored while nothing changes.
 *
 * @param round the round under way, from 1
 * @param bytes to be sent in this round
 * @param startedAt when the round started
 * @param sent of this round, as of {@code asOf}
 * @param sentBefore in the rounds before
 * @param rate bytes per second now; zero while nothing flows
 * @param steady whether all further rounds are like this one, so that their ends are no events
 * @param dirtyRate bytes per second dirtied in the round before, as it was measured; null in the first round
 */
record Flow(
        int round,
        long bytes,
        long startedAt,
        long sent,
        long sentBefore,
        long rate,
        long asOf,
        boolean steady,
        @Nullable Long dirtyRate) {

    static Flow first(long bytes, long at) {
        return new Flow(1, bytes, at, 0, 0, 0, at, false, null);
    }

    /** A single round of which some was sent before. */
    static Flow resumed(long bytes, long sent, long at) {
        return new Flow(1, bytes, at, sent, 0, 0, at, false, null);
    }

    /** The flow at a later time within this round, or within one of the rounds like it where it is steady. */
    Flow at(long time) {
        if (time <= asOf) {
            return this;
        }
        long moved = sent + PlatformTime.bytesIn(time - asOf, rate);
        if (!steady) {
            return new Flow(round, bytes, startedAt, Math.min(bytes, moved), sentBefore, rate, time, false, dirtyRate);
        }
        long rounds = moved / bytes;
        long lastStartedAt = startedAt + rounds * PlatformTime.nanosFor(bytes, rate);
        return new Flow(
                (int) Math.min(Integer.MAX_VALUE, round + rounds),
                bytes,
                Math.min(lastStartedAt, time),
                moved % bytes,
                sentBefore + rounds * bytes,
                rate,
                time,
                true,
                dirtyRate);
    }

    /** The flow from this time on at another rate. */
    Flow paced(long newRate, long time) {
        if (newRate == rate) {
            return this;
        }
        Flow now = at(time);
        return new Flow(now.round, bytes, now.startedAt, now.sent, now.sentBefore, newRate, time, false, dirtyRate);
    }

    /** The flow when its rounds are to be looked at one by one again. */
    Flow unsteady(long time) {
        Flow now = at(time);
        return new Flow(now.round, bytes, now.startedAt, now.sent, now.sentBefore, rate, time, false, dirtyRate);
    }

    /** The flow when all of this round has been sent, free of what rounding leaves. */
    Flow done(long time) {
        return new Flow(round, bytes, startedAt, bytes, sentBefore, rate, time, false, dirtyRate);
    }

    /** The next round, begun at the end of this one or in its middle. */
    Flow next(long nextBytes, long time, boolean nextSteady, @Nullable Long measuredDirtyRate) {
        return new Flow(round + 1, nextBytes, time, 0, at(time).total(), rate, time, nextSteady, measuredDirtyRate);
    }

    long unsent() {
        return bytes - sent;
    }

    /** Sent in all rounds, as of {@code asOf}. */
    long total() {
        return sentBefore + sent;
    }

    long roundEndsAt() {
        return steady ? PlatformTime.NEVER : PlatformTime.later(asOf, PlatformTime.nanosFor(unsent(), rate));
    }

    /** When this many bytes will have been sent in all rounds, if this round lasts so long. */
    long reachesAt(long totalBytes) {
        return PlatformTime.later(asOf, PlatformTime.nanosFor(totalBytes - total(), rate));
    }
}
