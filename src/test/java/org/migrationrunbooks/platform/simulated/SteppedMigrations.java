package org.migrationrunbooks.platform.simulated;

import java.util.ArrayList;
import java.util.List;

/**
 * The same physics written a second time, naively, to compare with: small steps of time, links filled by handing out small
 * portions in turn. Shares no code with the simulation.
 */
final class SteppedMigrations {

    private static final double STEP = 0.005;
    /** Divisible by every number of transfers that may share a link, so that nobody is favoured. */
    private static final int PORTIONS = 420;

    /** One migration; times in seconds, sizes in bytes. */
    static final class Migration {
        final int from;
        final int to;
        final double startsAt;
        final double memory;
        final double dirtyRate;
        final double workingSet;
        final boolean autoConverge;
        final double maxDowntime;

        double round;
        double left;
        double roundBegan;
        double throttle;
        int high;
        double periodBegan;
        double periodSent;
        double periodDirtied;
        boolean halted;
        double haltedAt;
        double endedAt = Double.NaN;
        double portion;

        Migration(
                int from,
                int to,
                double startsAt,
                double memory,
                double dirtyRate,
                double workingSet,
                boolean autoConverge,
                double maxDowntime) {
            this.from = from;
            this.to = to;
            this.startsAt = startsAt;
            this.memory = memory;
            this.dirtyRate = dirtyRate;
            this.workingSet = workingSet;
            this.autoConverge = autoConverge;
            this.maxDowntime = maxDowntime;
            round = memory;
            left = memory;
            roundBegan = startsAt;
            periodBegan = startsAt;
        }

        /** What may be left of a round when it is looked whether the rest fits; a guest that writes nothing is sent to the end. */
        double enough() {
            boolean writes = dirtyRate > 0 && workingSet > 0;
            return halted || !writes ? 0 : portion / STEP * (maxDowntime - 0.025);
        }

        boolean sending(double now) {
            return now >= startsAt && Double.isNaN(endedAt);
        }
    }

    private SteppedMigrations() {}

    /** Runs until all have ended, or until the given time. */
    static void run(List<Migration> migrations, double link, int hosts, double until) {
        for (double now = 0; now < until; now += STEP) {
            double time = now;
            List<Migration> sending = new ArrayList<>(
                    migrations.stream().filter(m -> m.sending(time)).toList());
            handOut(sending, link * STEP, hosts);
            for (Migration migration : sending) {
                migration.left -= migration.portion;
                if (migration.left <= migration.enough()) {
                    endRound(migration, now + STEP);
                }
            }
            if (migrations.stream().noneMatch(m -> Double.isNaN(m.endedAt))) {
                return;
            }
        }
    }

    private static void handOut(List<Migration> sending, double capacity, int hosts) {
        double[] up = new double[hosts];
        double[] down = new double[hosts];
        double portion = capacity / PORTIONS;
        sending.forEach(migration -> migration.portion = 0);
        List<Migration> hungry = new ArrayList<>(sending);
        while (!hungry.isEmpty()) {
            hungry.removeIf(m -> up[m.from] + portion > capacity * 1.0001 || down[m.to] + portion > capacity * 1.0001);
            for (Migration migration : List.copyOf(hungry)) {
                if (up[migration.from] + portion <= capacity * 1.0001
                        && down[migration.to] + portion <= capacity * 1.0001) {
                    up[migration.from] += portion;
                    down[migration.to] += portion;
                    migration.portion += portion;
                }
            }
        }
    }

    private static void endRound(Migration migration, double now) {
        if (migration.halted) {
            migration.endedAt = now + 0.030;
            return;
        }
        double rate = migration.portion / STEP;
        double seconds = now - migration.roundBegan;
        double speed = migration.dirtyRate * (1 - migration.throttle);
        double dirtied = migration.workingSet == 0
                ? 0
                : migration.workingSet * (1 - Math.exp(-speed * seconds / migration.workingSet));
        boolean first = migration.round == migration.memory;
        double population = first ? migration.memory : Math.max(migration.workingSet, migration.left);
        double unsent = Math.max(0, migration.left);
        double pending = migration.left + dirtied * (1 - (population == 0 ? 0 : unsent / population));
        migration.periodSent += migration.round - unsent;
        migration.periodDirtied += dirtied;
        if (migration.autoConverge && pending / rate > migration.maxDowntime && now - migration.periodBegan >= 1) {
            slowDown(migration);
            migration.periodBegan = now;
            migration.periodSent = 0;
            migration.periodDirtied = 0;
        }
        migration.halted = pending / rate <= migration.maxDowntime;
        migration.haltedAt = now;
        migration.round = pending;
        // What was sent beyond the round belongs to the next one.
        migration.left = pending;
        migration.roundBegan = now;
    }

    private static void slowDown(Migration migration) {
        if (migration.periodDirtied > migration.periodSent / 2) {
            migration.high++;
            if (migration.high == 2) {
                migration.high = 0;
                migration.throttle = migration.throttle == 0 ? 0.2 : Math.min(0.99, migration.throttle + 0.1);
            }
        }
    }
}
