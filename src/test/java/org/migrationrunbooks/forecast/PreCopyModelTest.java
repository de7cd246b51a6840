package org.migrationrunbooks.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast.Convergence;

@DisplayName("The pre-copy model")
class PreCopyModelTest {

    private static final double MEBIBYTE = 1 << 20;
    private static final Strategy.Live AUTO_CONVERGE = new Strategy.Live(true, false);
    private static final Strategy.Live POST_COPY = new Strategy.Live(false, true);

    /** Random but always the same: a failure can be looked into. */
    static Stream<Transfer.Inputs> anyInputs() {
        SplittableRandom random = new SplittableRandom(2011);
        return Stream.generate(() -> new Transfer.Inputs(
                        logUniform(random, 16, 512 * 1024) * MEBIBYTE,
                        random.nextInt(10) == 0 ? 0 : logUniform(random, 0.1, 4000) * MEBIBYTE,
                        random.nextInt(10) == 0 ? 0 : logUniform(random, 1, 64 * 1024) * MEBIBYTE,
                        logUniform(random, 5, 12_000) * MEBIBYTE,
                        random.nextInt(10) == 0 ? 0 : logUniform(random, 0.01, 5),
                        random.nextDouble(3),
                        random.nextDouble(0.5),
                        random.nextDouble(2)))
                .limit(3000);
    }

    @Test
    void sendsAnIdleGuestOnce() {
        Transfer transfer = plain(in(1000, 0, 0, 100, 0.3));

        assertThat(transfer.convergence()).isEqualTo(Convergence.CONVERGES);
        assertThat(transfer.bytes()).isCloseTo(1000 * MEBIBYTE, within(1.0));
        assertThat(transfer.seconds()).isCloseTo(10, within(0.001));
    }

    @Test
    void needsLongerTheFasterMemoryIsWritten() {
        anyInputs().forEach(in -> {
            Transfer slower = plain(in);
            Transfer faster = plain(with(in, in.memory(), in.dirtyRate() * 1.1 + 1000, in.bandwidth()));
            if (faster.convergence() == slower.convergence()) {
                assertThat(faster.seconds()).as("%s", in).isGreaterThanOrEqualTo(slower.seconds() * 0.999_999);
            } else {
                assertThat(faster.convergence()).as("%s", in).isEqualTo(Convergence.NEVER);
            }
        });
    }

    @Test
    void needsLongerForMoreMemory() {
        anyInputs().forEach(in -> {
            Transfer small = plain(in);
            Transfer large = plain(with(in, in.memory() * 1.1, in.dirtyRate(), in.bandwidth()));
            if (large.convergence() == small.convergence()) {
                assertThat(large.seconds()).as("%s", in).isGreaterThanOrEqualTo(small.seconds() * 0.999_999);
            } else {
                assertThat(large.convergence()).as("%s", in).isEqualTo(Convergence.NEVER);
            }
        });
    }

    @Test
    void needsLessTimeOnAFasterLink() {
        anyInputs().forEach(in -> {
            Transfer slow = plain(in);
            Transfer fast = plain(with(in, in.memory(), in.dirtyRate(), in.bandwidth() * 1.1));
            if (fast.convergence() == slow.convergence()) {
                assertThat(fast.seconds()).as("%s", in).isLessThanOrEqualTo(slow.seconds() * 1.000_001);
            } else {
                assertThat(slow.convergence()).as("%s", in).isEqualTo(Convergence.NEVER);
            }
        });
    }

    @Test
    void neverEndsIfAndOnlyIfTheMemoryThatStaysDirtyDoesNotFitTheDowntime() {
        SplittableRandom random = new SplittableRandom(2005);
        int never = 0;
        for (int i = 0; i < 2000; i++) {
            Transfer.Inputs in = in(
                    4096, logUniform(random, 20, 500), logUniform(random, 10, 1000), 100, logUniform(random, 0.06, 5));
            double staysDirty = Math.max(0, in.workingSet() * (1 - in.bandwidth() / in.dirtyRate()));
            boolean fits = staysDirty < in.unsent() || in.workingSet() <= in.fitting();

            assertThat(plain(in).convergence())
                    .as("%s", in)
                    .isEqualTo(fits ? Convergence.CONVERGES : Convergence.NEVER);
            never += fits ? 0 : 1;
        }
        assertThat(never).as("both sides of the limit were tried").isBetween(200, 1800);
    }

    @Test
    void givesWhatWalkingThroughTheRoundsGives() {
        anyInputs().forEach(in -> {
            Transfer transfer = plain(in);
            if (transfer.convergence() == Convergence.CONVERGES && transfer.rounds() < 10_000) {
                double left = in.memory();
                double seconds = in.setup();
                int rounds = 0;
                while (left > in.fitting() * 1.000_000_001) {
                    double sending = (left - in.unsent()) / in.bandwidth();
                    double population = rounds == 0 ? in.memory() : Math.max(1, in.workingSet());
                    double dirtied = Math.min(in.dirtyRate() * sending, in.workingSet());
                    left = in.unsent() + dirtied * Math.max(0, 1 - in.unsent() / population);
                    seconds += sending;
                    rounds++;
                }
                seconds += left / in.bandwidth() + in.switchOver();

                assertThat(transfer.seconds()).as("%s", in).isCloseTo(seconds, withinPercentage(0.01));
                assertThat(transfer.rounds()).as("%s", in).isCloseTo(rounds, within(1));
            }
        });
    }

    @Test
    void alwaysEndsWithPostCopyAndSendsAtMostTheMemoryAndOnceMoreTheWorkingSet() {
        anyInputs().forEach(in -> {
            Transfer transfer = PreCopyModel.transfer(in, POST_COPY);

            assertThat(transfer.convergence()).as("%s", in).isNotEqualTo(Convergence.NEVER);
            assertThat(transfer.seconds()).as("%s", in).isFinite().isPositive();
            if (transfer.convergence() == Convergence.WITH_POST_COPY) {
                assertThat(transfer.bytes()).isLessThanOrEqualTo(in.memory() + in.workingSet() + MEBIBYTE);
            }
        });
    }

    @Test
    void standsStillNoLongerThanAllowedPlusSwitchOver() {
        anyInputs().forEach(in -> {
            Transfer transfer = plain(in);
            if (transfer.convergence() == Convergence.CONVERGES) {
                assertThat(transfer.downtimeSeconds())
                        .as("%s", in)
                        .isLessThanOrEqualTo(in.fitting() / in.bandwidth() + in.switchOver() + 1e-6);
            }
        });
    }

    @Test
    void slowsTheGuestDownOnlyWhereThatIsNeededAndEnough() {
        assertThat(PreCopyModel.transfer(in(4096, 50, 1024, 100, 0.3), AUTO_CONVERGE)
                        .convergence())
                .isEqualTo(Convergence.CONVERGES);
        assertThat(PreCopyModel.transfer(in(4096, 300, 1024, 100, 0.3), AUTO_CONVERGE)
                        .convergence())
                .isEqualTo(Convergence.WITH_AUTO_CONVERGE);
        assertThat(PreCopyModel.transfer(in(65536, 20_000, 32768, 100, 0.3), AUTO_CONVERGE)
                        .convergence())
                .as("even at 99 % more is dirtied than sent")
                .isEqualTo(Convergence.NEVER);
    }

    @Test
    void slowsTheGuestDownAlsoWhereItWouldEndAnywayAndEndsTheSooner() {
        Transfer.Inputs slowlyShrinking = in(4096, 97, 1024, 100, 0.3);

        assertThat(PreCopyModel.transfer(slowlyShrinking, AUTO_CONVERGE).seconds())
                .isLessThan(plain(slowlyShrinking).seconds() / 2);
    }

    @Test
    void prefersSlowingDownToPostCopyWhereBothAreAllowed() {
        Strategy.Live both = new Strategy.Live(true, true);

        assertThat(PreCopyModel.transfer(in(4096, 300, 1024, 100, 0.3), both).convergence())
                .isEqualTo(Convergence.WITH_AUTO_CONVERGE);
        assertThat(PreCopyModel.transfer(in(65536, 20_000, 32768, 100, 0.3), both)
                        .convergence())
                .isEqualTo(Convergence.WITH_POST_COPY);
    }

    @Test
    void sumsUpRoundsThatHardlyShrinkWithoutWalkingThroughThem() {
        Transfer transfer = plain(in(4096, 99.999_999, 1024, 100, 0.04));

        assertThat(transfer.convergence()).isEqualTo(Convergence.CONVERGES);
        assertThat(transfer.rounds()).isGreaterThan(1_000_000);
        assertThat(transfer.seconds()).isFinite();
    }

    private static Transfer plain(Transfer.Inputs inputs) {
        return PreCopyModel.transfer(inputs, Strategy.PLAIN);
    }

    /** Sizes in MiB and rates in MiB/s, nothing fixed on top. */
    private static Transfer.Inputs in(
            double memory, double dirtyRate, double workingSet, double bandwidth, double maxDowntime) {
        return new Transfer.Inputs(
                memory * MEBIBYTE,
                dirtyRate * MEBIBYTE,
                workingSet * MEBIBYTE,
                bandwidth * MEBIBYTE,
                maxDowntime,
                0,
                0,
                0);
    }

    private static Transfer.Inputs with(Transfer.Inputs in, double memory, double dirtyRate, double bandwidth) {
        return new Transfer.Inputs(
                memory,
                dirtyRate,
                in.workingSet(),
                bandwidth,
                in.maxDowntime(),
                in.setup(),
                in.switchOver(),
                in.postCopyStall());
    }

    private static double logUniform(SplittableRandom random, double low, double high) {
        return low * Math.pow(high / low, random.nextDouble());
    }
}
