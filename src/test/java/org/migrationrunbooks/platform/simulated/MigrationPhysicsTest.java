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

        // Round 1: 10 s, dirties 125 MB x (1 - 1/e) = 79.02 MB. Round 2: 0.632 s, dirties 7.43 MB, which fits into 300
        // ms.
        double second = 1 - Math.exp(-1);
        double last = 1 - Math.exp(-second / 10);
        assertCompleted(handle, 10 + second + last + 0.030, last + 0.030);
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

        // The rounds settle where a round dirties as much as it sends: x = 1 - exp(-2x) of the working set, x = 0.7968.
        var progress = sim.progress(handle);
        assertThat(progress.iteration()).isGreaterThan(1_000_000);
        assertThat(progress.dirtyRate()).isNotNull();
        assertThat((double) progress.dirtyRate().bytesPerSecond()).isCloseTo(125_000_000, within(1000.0));
        assertThat((double) progress.processed().bytes()).isCloseTo(400 * 86400 * 125e6, within(1e6));
        assertThat(progress.expectedEnd()).isNull();
        assertThat(sim.state("busy")).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aRaisedDowntimeEndsATransferThatHadSettled() {
        MigrationHandle handle = sim.start("busy", "node-a", "node-b");
        clock.advance(Duration.ofHours(1));

        // Settled rounds last 0.7968 x 500 MB / 125 MB/s = 3.187 s.
        sim.hypervisor()
                .escalate(
                        handle,
                        new Escalation.RaiseMaxDowntime(Duration.ofMillis(3200)),
                        SimulatedInstallation.MAY_ACT);
        clock.advance(Duration.ofSeconds(10));

        assertThat(sim.outcome(handle))
                .isInstanceOfSatisfying(OperationOutcome.Completed.class, completed -> assertThat(completed.downtime())
                        .isBetween(Duration.ofMillis(3200), Duration.ofMillis(3230)));
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
            throttle = throttle.afterRound(100, 51);
            steps.append(throttle.percent()).append(' ');
        }

        assertThat(steps.toString().strip())
                .isEqualTo("0 20 20 30 30 40 40 50 50 60 60 70 70 80 80 90 90 99 99 99 99 99");
        assertThat(Throttle.NONE.afterRound(100, 50)).isEqualTo(Throttle.NONE);
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
