package org.migrationrunbooks.platform.simulated;

/**
 * Auto-converge as QEMU does it (migration/ram.c, {@code migration_trigger_throttle}): each second time that a round was dirtied by
 * more than half of what it sent, the guest's processors are slowed down, at first by 20 %, then by 10 % more, to 99 % at most.
 *
 * @param percent how much the guest is slowed down now
 * @param dirtyRounds rounds dirtied too much since the last step; like in QEMU a better round in between does not reset it
 */
record Throttle(int percent, int dirtyRounds) {

    static final Throttle NONE = new Throttle(0, 0);

    private static final int INITIAL = 20;
    private static final int INCREMENT = 10;
    private static final int MAXIMUM = 99;
    private static final int ROUNDS_PER_STEP = 2;

    Throttle afterRound(long sent, long dirtied) {
        if (percent == MAXIMUM || dirtied <= sent / 2) {
            return this;
        }
        if (dirtyRounds + 1 < ROUNDS_PER_STEP) {
            return new Throttle(percent, dirtyRounds + 1);
        }
        return new Throttle(percent == 0 ? INITIAL : Math.min(MAXIMUM, percent + INCREMENT), 0);
    }

    /** The share of its speed that the guest keeps. */
    double speed() {
        return 1 - percent / 100.0;
    }
}
