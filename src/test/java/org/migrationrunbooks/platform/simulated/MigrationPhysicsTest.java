package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;

/** Figures worked out by hand: all instances have 1 250 MB, all links carry 125 MB per second (both decimal). */
class MigrationPhysicsTest {

    private static final Strategy.Live AUTO_CONVERGE = new Strategy.Live(true, false);
    private static final Strategy.Live POST_COPY = new Strategy.Live(false, true);

    private final MovableClock clock = new MovableClock();
    private final SimulatedInstallation sim = SimulatedInstallation.of(SimulatedInstallation.THREE_HOSTS, clock);

    @AfterEach
    void close() {
        sim.close();
    }

    @Test
    void anIdleInstanceIsSentOnceAndStandsStillForTheTakeOverOnly() {
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");

        clock.advance(Duration.ofMinutes(1));

        assertCompleted(handle, 10.030, 0.030);
    }

    @Test
    void whatAWritingInstanceDirtiesIsSentAgain() {
        MigrationHandle handle = sim.start("writing", "node-a", "node-b");

        clock.advance(Duration.ofMinutes(1));

        // In MB: 300 ms carry 37.5, and 34.375 are left of a round when that is noticed. What is dirtied while still
        // unsent
        // does not count. Round 1 lasts 9.725 s and leaves 34.375 + 75.7; round 2 lasts 0.605 s and leaves 34.375 +
        // 5.3;
        // round 3 lasts 0.043 s and leaves 34.375 + 0.4, which fits.
        double left = 34.375;
        double first = dirtied(9.725) * (1 - left / 1250);
        double second = dirtied(first / 125) * (1 - left / 125);
        double third = dirtied(second / 125) * (1 - left / 125);
        double downtime = (left + third) / 125 + 0.030;
        assertCompleted(handle, 9.725 + (first + second) / 125 + downtime, downtime);
        assertThat(downtime).isBetween(0.3, 0.31);
    }

    /** MB that the writing instance dirties: 12.5 a second at random in 125. */
    private static double dirtied(double seconds) {
        return 125 * -Math.expm1(-12.5 * seconds / 125);
    }

    @Test
    void twoTransfersFromOneHostShareItsLinkWhileBothRun() {
        MigrationHandle first = sim.start("idle", "node-a", "node-b");
        clock.advance(Duration.ofSeconds(5));
        MigrationHandle second = sim.start("idle-2", "node-a", "node-c");

        clock.advance(Duration.ofSeconds(5));
        assertThat(sim.progress(first).throughput()).isEqualTo(DataRate.ofBytesPerSecond(62_500_000));
        clock.advance(Duration.ofMinutes(1));

        // 5 s alone, 10 s at half speed; then the second has half of its memory left for itself.
        assertCompleted(first, 15.030, 0.030);
        assertCompleted(second, 15.030, 0.030);
    }

    @Test
    void transfersInOppositeDirectionsDoNotDisturbEachOther() {
        MigrationHandle there = sim.start("idle", "node-a", "node-b");
        MigrationHandle back = sim.start("idle-3", "node-b", "node-a");

        clock.advance(Duration.ofMinutes(1));

        assertCompleted(there, 10.030, 0.030);
        assertCompleted(back, 10.030, 0.030);
    }

    @Test
    void aTransferKeepsToItsBandwidth() {
        var request = new MigrationRequest(
                SimulatedInstallation.instance("idle"),
                SimulatedInstallation.host("node-a"),
                SimulatedInstallation.host("node-b"),
                Strategy.PLAIN,
                DataRate.ofBytesPerSecond(25_000_000),
                Duration.ofMillis(300));
        MigrationHandle handle = sim.start(sim.command(request));

        clock.advance(Duration.ofMinutes(2));

        assertCompleted(handle, 50.030, 0.030);
    }

    @Test
    void aBusyInstanceIsNeverDoneWithPlainPreCopy() {
        MigrationHandle handle = sim.start("busy", "node-a", "node-b");

        clock.advance(Duration.ofDays(400));

        // The rounds settle where a round dirties as much as it sends. 34.375 MB of the 500 are always unsent, so of
        // what is
        // dirtied the share of 1 - 34.375 / 500 counts.
        var progress = sim.progress(handle);
        assertThat(progress.iteration()).isGreaterThan(1_000_000);
        assertThat(progress.dirtyRate()).isNotNull();
        assertThat((double) progress.dirtyRate().bytesPerSecond())
                .isCloseTo(125_000_000 / (1 - 34.375 / 500), within(1000.0));
        assertThat((double) progress.processed().bytes()).isCloseTo(400 * 86400 * 125e6, within(1e6));
        assertThat(progress.expectedEnd()).isNull();
        assertThat(sim.state("busy")).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aRaisedDowntimeEndsATransferThatHadSettled() {
        MigrationHandle handle = sim.start("busy", "node-a", "node-b");
        clock.advance(Duration.ofHours(1));

        // Of 500 MB that are written at random 400 fit. How many are dirty when the limit is raised depends on how far
        // the round is.
        sim.hypervisor()
                .escalate(
                        handle,
                        new Escalation.RaiseMaxDowntime(Duration.ofMillis(3200)),
                        SimulatedInstallation.MAY_ACT);
        clock.advance(Duration.ofSeconds(10));

        assertThat(sim.outcome(handle))
                .isInstanceOfSatisfying(OperationOutcome.Completed.class, completed -> assertThat(completed.downtime())
                        .isBetween(Duration.ofMillis(2500), Duration.ofMillis(3230)));
    }

    @Test
    void autoConvergeSlowsABusyInstanceDownUntilItGetsAcross() {
        MigrationHandle handle = sim.start(sim.command("busy", "node-a", "node-b", AUTO_CONVERGE));

        clock.advance(Duration.ofSeconds(30));
        assertThat(sim.progress(handle).throttlePercent()).isBetween(20, 60);
        clock.advance(Duration.ofMinutes(5));

        assertThat(sim.outcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
    }

    @Test
    void autoConvergeStepsLikeQemu() {
        Throttle throttle = Throttle.NONE;
        StringBuilder steps = new StringBuilder();
        for (int round = 0; round < 22; round++) {
            throttle = throttle.afterRound(1_000_000_000, 100, 51);
            steps.append(throttle.percent()).append(' ');
        }

        assertThat(steps.toString().strip())
                .isEqualTo("0 20 20 30 30 40 40 50 50 60 60 70 70 80 80 90 90 99 99 99 99 99");
        assertThat(Throttle.NONE.afterRound(1_000_000_000, 100, 50)).isEqualTo(Throttle.NONE);
    }

    @Test
    void transfersStoredByAnEarlierVersionAreRead() {
        assertThat(Json.read("{\"percent\": 20, \"dirtyRounds\": 1}", Throttle.class))
                .isEqualTo(new Throttle(20, 1, 0, 0, 0));
        Flow stored = Json.read(
                """
                {"round": 2, "bytes": 9, "startedAt": 1, "sent": 3, "sentBefore": 4, "rate": 5, "asOf": 6, "steady": false,
                 "dirtyRate": null}
                """,
                Flow.class);
        assertThat(stored.kept()).isZero();
        assertThat(stored.unsent()).isEqualTo(6);
    }

    @Test
    void autoConvergeJudgesASecondAtLeast() {
        Throttle first = Throttle.NONE.afterRound(400_000_000, 100, 90);
        Throttle second = first.afterRound(400_000_000, 100, 90);
        assertThat(second.dirtyPeriods()).isZero();

        // 90 + 90 + 0 of 350 is more than half, over the whole period of 1.2 s.
        Throttle judged = second.afterRound(400_000_000, 150, 0);

        assertThat(judged.dirtyPeriods()).isEqualTo(1);
        assertThat(judged.sent()).isZero();
    }

    @Test
    void postCopyRunsTheInstanceAtTheDestinationAtOnceAndItsMemoryFollows() {
        MigrationHandle handle = sim.start(sim.command("busy", "node-a", "node-b", POST_COPY));
        clock.advance(Duration.ofSeconds(4));

        sim.hypervisor().escalate(handle, new Escalation.SwitchToPostCopy(), SimulatedInstallation.MAY_ACT);

        assertThat(sim.progress(handle).phase()).isEqualTo(OperationPhase.POST_COPY);
        var whereabouts = sim.hypervisor().whereabouts(SimulatedInstallation.instance("busy"));
        assertThat(whereabouts.on(SimulatedInstallation.host("node-b")))
                .hasValueSatisfying(there -> assertThat(there.state()).isEqualTo(InstanceState.RUNNING));
        assertThat(whereabouts.on(SimulatedInstallation.host("node-a")))
                .hasValueSatisfying(left -> assertThat(left.state()).isEqualTo(InstanceState.PAUSED));
        assertThat(sim.hypervisor().cancel(handle, SimulatedInstallation.MAY_ACT))
                .isEqualTo(CancelResult.TOO_LATE);
        clock.advance(Duration.ofMinutes(1));

        // 750 MB unsent, and 500 MB x (1 - exp(-2)) dirtied in these 4 s.
        assertCompleted(handle, 4 + (750 + 500 * (1 - Math.exp(-2))) / 125, 0.030);
    }

    @Test
    void lookingChangesNothing() {
        Random random = new Random(7);
        List<MigrationHandle> watched = startThree(sim);
        for (int i = 0; i < 200; i++) {
            watched.forEach(sim.hypervisor()::status);
            clock.advance(Duration.ofMillis(random.nextInt(1000)));
        }
        clock.advance(Duration.ofMinutes(10));

        MovableClock otherClock = new MovableClock();
        try (var unwatched = SimulatedInstallation.of(SimulatedInstallation.THREE_HOSTS, otherClock)) {
            List<MigrationHandle> handles = startThree(unwatched);
            otherClock.advance(Duration.ofMinutes(20));

            assertThat(handles.stream().map(unwatched::outcome).toList())
                    .isEqualTo(watched.stream().map(sim::outcome).toList());
        }
    }

    private static List<MigrationHandle> startThree(SimulatedInstallation installation) {
        return List.of(
                installation.start(installation.command("busy", "node-a", "node-b", AUTO_CONVERGE)),
                installation.start("writing", "node-a", "node-c"),
                installation.start("idle-3", "node-b", "node-c"));
    }

    private void assertCompleted(MigrationHandle handle, double totalSeconds, double downtimeSeconds) {
        assertThat(sim.outcome(handle)).isInstanceOfSatisfying(OperationOutcome.Completed.class, completed -> {
            assertThat(completed.totalTime().toNanos() / 1e9).isCloseTo(totalSeconds, within(1e-6));
            assertThat(completed.downtime()).isNotNull();
            assertThat(completed.downtime().toNanos() / 1e9).isCloseTo(downtimeSeconds, within(1e-6));
        });
    }
}
