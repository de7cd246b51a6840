package org.migrationrunbooks.platform.simulated;

import com.fasterxml.jackson.annotation.JsonAlias;

/**
 * Auto-converge as QEMU does it (migration/ram.c, {@code migration_trigger_throttle}): each second time that in a period of a second
 * or more the guest dirtied more than half of what was sent, its processors are slowed down, at first by 20 %, then by 10 % more, to
 * 99 % at most.
 *
 * @param percent how much the guest is slowed down now
 * @param dirtyPeriods periods dirtied too much since the last step; like in QEMU a better one in between does not reset it
 * @param lasted nanoseconds of the period under way
 * @param sent bytes in the period under way
 * @param dirtied bytes in the period under way
 */
record Throttle(int percent, @JsonAlias(FORMER_NAME) int dirtyPeriods, long lasted, long sent, long dirtied) {

    static final Throttle NONE = of(0, 0);

    /** In the transfers that were stored when every round was judged. */
    private static final String FORMER_NAME = "dirtyRounds";

    private static final int INITIAL = 20;
    private static final int INCREMENT = 10;
    private static final int MAXIMUM = 99;
    private static final int PERIODS_PER_STEP = 2;
    private static final long PERIOD_NANOS = 1_000_000_000;

    private static Throttle of(int percent, int dirtyPeriods) {
        return new Throttle(percent, dirtyPeriods, 0, 0, 0);
    }

    /** Takes what a round lasted, sent and saw dirtied. */
    Throttle afterRound(long roundNanos, long roundSent, long roundDirtied) {
        if (percent == MAXIMUM) {
            return this;
        }
        Throttle period =
                new Throttle(percent, dirtyPeriods, lasted + roundNanos, sent + roundSent, dirtied + roundDirtied);
        return period.lasted < PERIOD_NANOS ? period : period.judged();
    }

    private Throttle judged() {
        if (dirtied <= sent / 2) {
            return of(percent, dirtyPeriods);
        }
        return dirtyPeriods + 1 < PERIODS_PER_STEP
                ? of(percent, dirtyPeriods + 1)
                : of(percent == 0 ? INITIAL : Math.min(MAXIMUM, percent + INCREMENT), 0);
    }

    /** The share of its speed that the guest keeps. */
    double speed() {
        return 1 - percent / 100.0;
    }
}
