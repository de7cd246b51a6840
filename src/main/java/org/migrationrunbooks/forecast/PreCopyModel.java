package org.migrationrunbooks.forecast;

import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast.Convergence;

/**
 * Live migration by iterative pre-copy, with QEMU's rules for ending it.
 *
 * <p>Round 0 sends all memory; round <i>i+1</i> sends what was dirtied while round <i>i</i> was sent: at most
 * <i>dirty rate × duration</i> (the geometric series of Liu, Xu, Jin, Gong, Liao: Performance and Energy Modeling for Live Migration
 * of Virtual Machines, HPDC 2011) and never more than the writable working set (Clark et al.: Live Migration of Virtual
 * Machines, NSDI 2005). Like QEMU (migration_iteration_run), a round is cut short as soon as what is unsent would fit the downtime
 * limit; then the dirty bitmap is read anew and the instance is stopped if all of it fits. Pages dirtied while still
 * unsent cost nothing, therefore a transfer can end although memory is dirtied faster than it is sent, namely if
 * {@link Transfer.Inputs#equilibrium()} fits.
 *
 * <p>Auto-converge takes away 20 % of the processors' time when twice more than half as much was dirtied as sent, and 10 % more each
 * further time, up to 99 % (QEMU's cpu-throttle-initial, cpu-throttle-increment, max-cpu-throttle, throttle-trigger-threshold and
 * their defaults); the dirty rate is taken to fall in proportion.
 */
final class PreCopyModel {

    private static final double THROTTLE_INITIAL = 0.20;
    private static final double THROTTLE_INCREMENT = 0.10;
    private static final double THROTTLE_MAX = 0.99;
    private static final double THROTTLE_TRIGGER = 0.5;
    private static final int PERIODS_BEFORE_THROTTLING = 2;
    /** QEMU judges the dirty rate once a second at most. */
    private static final double PERIOD_SECONDS = 1;
    /** Rounds that do not shrink before we call it hopeless. */
    private static final int HOPELESS_ROUNDS = 2;

    private final Transfer.Inputs in;
    private final double unsent;
    private final double fitting;

    private double seconds;
    private double bytes;
    private double remainder;
    private int rounds;
    private double throttle;

    private PreCopyModel(Transfer.Inputs in) {
        this.in = in;
        this.unsent = in.unsent();
        this.fitting = in.fitting();
        this.seconds = in.setup();
        this.remainder = in.memory();
    }

    /** The transfer that these inputs give with this strategy. */
    static Transfer transfer(Transfer.Inputs inputs, Strategy.Live strategy) {
        PreCopyModel model = new PreCopyModel(inputs);
        boolean endsPlain = model.endsWithout(0);
        boolean endsThrottled = strategy.autoConverge() && model.endsWithout(THROTTLE_MAX);
        model.firstPass();
        if (!endsPlain && !endsThrottled && strategy.postCopy()) {
            return model.switchToPostCopy();
        }
        if (strategy.autoConverge()) {
            model.throttledRounds();
        }
        if (!endsPlain && !endsThrottled) {
            return model.giveUp();
        }
        model.remainingRounds();
        return model.stopAndCopy(endsPlain ? Convergence.CONVERGES : Convergence.WITH_AUTO_CONVERGE);
    }

    private boolean endsWithout(double processorShare) {
        return in.memory() <= fitting || in.workingSet() <= fitting || in.growth(processorShare) < 1;
    }

    private void firstPass() {
        if (remainder > fitting) {
            send(in.memory());
        }
    }

    /** One round: sends until the rest would fit, then finds what was dirtied among the {@code population} meanwhile. */
    private double send(double population) {
        double sent = remainder - unsent;
        double duration = sent / in.bandwidth();
        double dirtied = in.dirtied(duration, throttle) * Math.max(0, 1 - unsent / Math.max(1, population));
        seconds += duration;
        bytes += sent;
        remainder = unsent + dirtied;
        rounds++;
        return dirtied;
    }

    /** Rounds for as long as the guest may still be slowed down further; each throttling step needs two bad periods. */
    private void throttledRounds() {
        int badPeriods = 0;
        double since = seconds;
        double sentBefore = bytes;
        double dirtied = 0;
        while (remainder > fitting && throttle < THROTTLE_MAX) {
            dirtied += send(in.workingSet());
            if (seconds - since >= PERIOD_SECONDS) {
                if (dirtied > THROTTLE_TRIGGER * (bytes - sentBefore) && ++badPeriods >= PERIODS_BEFORE_THROTTLING) {
                    badPeriods = 0;
                    throttle = throttle == 0 ? THROTTLE_INITIAL : Math.min(THROTTLE_MAX, throttle + THROTTLE_INCREMENT);
                }
                since = seconds;
                sentBefore = bytes;
                dirtied = 0;
            }
        }
    }

    /** All rounds that are left at an unchanged dirty rate, as the sum of their geometric series. */
    private void remainingRounds() {
        if (remainder > fitting) {
            // This round may dirty the whole working set. None after it does, else dirtying would outrun sending for
            // ever.
            send(in.workingSet());
        }
        if (remainder > fitting) {
            double growth = in.growth(throttle);
            double first = remainder - unsent;
            double count = Math.max(1, Math.ceil(Math.log((fitting - unsent) / first) / Math.log(growth)));
            double shrunk = Math.pow(growth, count);
            double sent = first * (1 - shrunk) / (1 - growth);
            seconds += sent / in.bandwidth();
            bytes += sent;
            remainder = unsent + first * shrunk;
            rounds += (int) Math.min(count, Integer.MAX_VALUE - rounds);
        }
    }

    private Transfer stopAndCopy(Convergence convergence) {
        double downtime = remainder / in.bandwidth() + in.switchOver();
        return new Transfer(convergence, seconds + downtime, downtime, bytes + remainder, rounds);
    }

    /** The instance goes on at the destination at once and fetches the rest from there; nothing is sent twice any more. */
    private Transfer switchToPostCopy() {
        double total = seconds + in.switchOver() + remainder / in.bandwidth();
        double downtime = Math.min(in.postCopyStall(), in.switchOver() + remainder / in.bandwidth());
        return new Transfer(Convergence.WITH_POST_COPY, total, downtime, bytes + remainder, rounds);
    }

    private Transfer giveUp() {
        for (int i = 0; i < HOPELESS_ROUNDS; i++) {
            send(in.workingSet());
        }
        return new Transfer(Convergence.NEVER, seconds, remainder / in.bandwidth() + in.switchOver(), bytes, rounds);
    }
}
