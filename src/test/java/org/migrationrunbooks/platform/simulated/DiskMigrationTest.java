package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.Trace;
import org.migrationrunbooks.platform.VolumeAccess;

/** Live migrations that take their disks along: what they last, what they show, and how they break. */
class DiskMigrationTest {

    private static final Strategy.Live DISKS = new Strategy.Live(false, false, true);
    private static final HostId FROM = SimulatedInstallation.host("node-a");
    private static final HostId TO = SimulatedInstallation.host("node-b");

    /** Links of 125 MB per second: 20 s for the disk of {@code local}, 10 s for its memory. */
    private static final String FLEET =
            """
            hosts:
              - {name: node-a, cpus: 32, memory: 64GB, link: 1Gbit}
              - {name: node-b, cpus: 32, memory: 64GB, link: 1Gbit}
              - {name: node-c, cpus: 32, memory: 64GB, link: 1Gbit}
            instances:
              - {name: local, host: node-a, cpus: 2, memory: 1250000000,
                 volumes: [{name: root, size: 2500000000, shared: false}, {name: data, size: 20GB, shared: true}]}
              - {name: busy, host: node-a, cpus: 2, memory: 1250000000, dirtyRate: 250000000, workingSet: 500000000,
                 volumes: [{name: busy-root, size: 2500000000, shared: false}]}
              - {name: idle, host: node-a, cpus: 2, memory: 1250000000}
              - {name: off, host: node-b, state: stopped, cpus: 2, memory: 1GB, volumes: [{name: off-root, size: 1GB, shared: false}]}
            """;

    private final MovableClock clock = new MovableClock();
    private final SimulatedInstallation sim = SimulatedInstallation.of(FLEET, clock);

    @AfterEach
    void close() {
        sim.close();
    }

    @Test
    void aPrivateVolumeHindersAMoveOfMemoryOnlyAndNoOther() {
        assertThat(blockers(Strategy.PLAIN)).containsExactly(BlockerCode.VOLUME_NOT_SHARED);
        assertThat(blockers(DISKS)).isEmpty();
    }

    @Test
    void disksAreCopiedFirstAndMemoryFollows() {
        MigrationHandle handle = start("local", DISKS);

        clock.advance(Duration.ofSeconds(5));
        OperationProgress disks = sim.progress(handle);
        clock.advance(Duration.ofSeconds(20));
        OperationProgress memory = sim.progress(handle);
        clock.advance(Duration.ofMinutes(1));

        assertThat(disks.phase()).isEqualTo(OperationPhase.COPYING_DISKS);
        assertThat(disks.iteration()).isNull();
        assertThat(disks.disks()).isEqualTo(amount(2_500_000_000L, 625_000_000L, 1_875_000_000L));
        assertThat(disks.rest()).isEqualTo(amount(1_250_000_000L, 0, 1_250_000_000L));
        assertThat(memory.phase()).isEqualTo(OperationPhase.PRE_COPY);
        assertThat(memory.iteration()).isEqualTo(1);
        assertThat(memory.disks()).isEqualTo(amount(2_500_000_000L, 2_500_000_000L, 0));
        assertThat(memory.rest()).isEqualTo(amount(1_250_000_000L, 625_000_000L, 625_000_000L));
        assertCompleted(handle, 30.030);
    }

    @Test
    void theExpectedEndIsThatOfDisksAndMemory() {
        MigrationHandle handle = start("local", DISKS);
        clock.advance(Duration.ofSeconds(5));

        assertThat(sim.progress(handle).expectedEnd())
                .isBetween(
                        clock.instant().plus(Duration.ofMillis(25_020)),
                        clock.instant().plus(Duration.ofMillis(25_040)));
    }

    @Test
    void aCopyOfDisksSharesTheLinkWithWhateverElseIsSent() {
        MigrationHandle local = start("local", DISKS);
        MigrationHandle idle = sim.start("idle", "node-a", "node-c");

        clock.advance(Duration.ofSeconds(10));
        assertThat(sim.progress(local).throughput()).isEqualTo(DataRate.ofBytesPerSecond(62_500_000));
        clock.advance(Duration.ofMinutes(2));

        // The idle one has its 10 s of link in 20; of the 30 s of the other 20 are left then.
        assertThat(totalSeconds(idle)).isCloseTo(20.030, within(1e-6));
        assertCompleted(local, 40.030);
    }

    @Test
    void afterwardsTheVolumesAreAtTheDestinationOnly() {
        assertThat(reachable(FROM)).containsExactly(true, true);
        MigrationHandle handle = start("local", DISKS);
        clock.advance(Duration.ofSeconds(10));

        assertThat(reachable(FROM)).containsExactly(true, true);
        assertThat(reachable(TO)).containsExactly(false, true);
        clock.advance(Duration.ofMinutes(1));

        assertCompleted(handle, 30.030);
        assertThat(reachable(FROM)).containsExactly(false, true);
        assertThat(reachable(TO)).containsExactly(true, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 25})
    void aCancelledOneLeavesTheDisksAtTheSourceAndNothingAtTheDestination(int seconds) {
        MigrationHandle handle = start("local", DISKS);
        clock.advance(Duration.ofSeconds(seconds));

        assertThat(sim.hypervisor().cancel(handle, SimulatedInstallation.MAY_ACT))
                .isEqualTo(CancelResult.REQUESTED);

        assertThat(sim.outcome(handle)).isEqualTo(new OperationOutcome.Cancelled(FROM, InstanceState.RUNNING));
        assertAtSourceOnly();
    }

    @ParameterizedTest
    @CsvSource({"0.5, 15, COPYING_DISKS", "0.9, 27, PRE_COPY"})
    void aTransferFailsAtAShareOfDisksAndMemoryTogether(double share, int second, OperationPhase phase) {
        sim.ambush(Fault.Kind.TRANSFER_FAILS, "local", share);
        MigrationHandle handle = start("local", DISKS);
        clock.advance(Duration.ofMillis(second * 1000L - 10));
        assertThat(sim.progress(handle).phase()).isEqualTo(phase);

        clock.advance(Duration.ofMillis(20));

        assertThat(sim.outcome(handle))
                .isInstanceOfSatisfying(OperationOutcome.Failed.class, failed -> assertThat(failed.host())
                        .isEqualTo(FROM));
        assertAtSourceOnly();
    }

    @Test
    void anAmbushOfTheLastByteWaitsForTheTakeOver() {
        sim.ambush(Fault.Kind.TRANSFER_FAILS, "local", 1);
        MigrationHandle handle = start("local", DISKS);
        clock.advance(Duration.ofMinutes(1));

        assertThat(sim.outcome(handle)).isInstanceOf(OperationOutcome.Failed.class);
        assertAtSourceOnly();
    }

    @Test
    void aStalledCopyStandsStillUntilItIsCancelled() {
        sim.ambush(Fault.Kind.TRANSFER_STALLS, "local", 0.5);
        MigrationHandle handle = start("local", DISKS);
        clock.advance(Duration.ofSeconds(20));
        OperationProgress stalled = sim.progress(handle);
        clock.advance(Duration.ofHours(1));

        assertThat(stalled.phase()).isEqualTo(OperationPhase.COPYING_DISKS);
        assertThat(sim.progress(handle).disks()).isEqualTo(stalled.disks());
        sim.hypervisor().cancel(handle, SimulatedInstallation.MAY_ACT);
        assertAtSourceOnly();
    }

    @Test
    void aCrashOfTheDestinationInMidCopyLeavesTheInstanceRunning() {
        sim.ambush(Fault.Kind.DESTINATION_CRASH, "local", 0.5);
        MigrationHandle handle = start("local", DISKS);
        clock.advance(Duration.ofMinutes(1));

        assertThat(sim.outcome(handle)).isInstanceOf(OperationOutcome.Failed.class);
        assertThat(sim.state("local")).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aLostLinkHoldsACopyUpAndRestoredItGoesOn() {
        MigrationHandle handle = start("local", DISKS);
        clock.advance(Duration.ofSeconds(10));
        sim.inject(Fault.Kind.LINK_LOSS, "node-b");
        clock.advance(Duration.ofSeconds(100));
        assertThat(sim.progress(handle).disks()).isEqualTo(amount(2_500_000_000L, 1_250_000_000L, 1_250_000_000L));

        sim.faults().clear();
        clock.advance(Duration.ofMinutes(1));

        assertCompleted(handle, 130.030);
    }

    @ParameterizedTest
    @CsvSource({"node-a, 10", "node-b, 10", "node-a, 25", "node-b, 25"})
    void lostStorageAtEitherEndBreaksItUntilTheTakeOver(String host, int seconds) {
        MigrationHandle handle = start("local", DISKS);
        clock.advance(Duration.ofSeconds(seconds));

        sim.inject(Fault.Kind.STORAGE_UNREACHABLE, host);

        assertThat(sim.outcome(handle))
                .isInstanceOfSatisfying(OperationOutcome.Failed.class, failed -> assertThat(failed.reason())
                        .contains("I/O error", host));
        assertThat(sim.state("local")).isEqualTo(InstanceState.RUNNING);
        assertThat(blockers(DISKS)).containsExactly(BlockerCode.VOLUME_UNREACHABLE);
    }

    @Test
    void lostStorageDoesNotConcernWhatMovesMemoryOnly() {
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");
        clock.advance(Duration.ofSeconds(5));
        sim.inject(Fault.Kind.STORAGE_UNREACHABLE, "node-a");
        clock.advance(Duration.ofMinutes(1));

        assertThat(sim.outcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
    }

    @Test
    void postCopyIsOfferedOnlyWhenTheDisksAreThere() {
        MigrationHandle handle = start("busy", new Strategy.Live(false, true, true));
        clock.advance(Duration.ofSeconds(10));
        assertThat(sim.hypervisor().escalations(handle)).isEmpty();
        sim.hypervisor().escalate(handle, new Escalation.SwitchToPostCopy(), SimulatedInstallation.MAY_ACT);
        assertThat(sim.progress(handle).phase()).isEqualTo(OperationPhase.COPYING_DISKS);

        clock.advance(Duration.ofSeconds(15));
        assertThat(sim.hypervisor().escalations(handle)).contains(new Escalation.SwitchToPostCopy());
        sim.hypervisor().escalate(handle, new Escalation.SwitchToPostCopy(), SimulatedInstallation.MAY_ACT);
        assertThat(sim.progress(handle).phase()).isEqualTo(OperationPhase.POST_COPY);
        sim.inject(Fault.Kind.STORAGE_UNREACHABLE, "node-a");
        clock.advance(Duration.ofMinutes(1));

        assertThat(sim.outcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
    }

    @Test
    void aStartThatIsCarriedOutLaterCopiesDisksToo() {
        sim.faults().inject(new Fault(Fault.Kind.CARRIED_OUT_LATER, null, "local", null, Duration.ofSeconds(10)));
        var command = sim.command("local", "node-a", "node-b", DISKS);
        assertThatExceptionOfType(AnswerLostException.class)
                .isThrownBy(() -> sim.hypervisor().start(command, SimulatedInstallation.MAY_ACT));
        clock.advance(Duration.ofSeconds(15));

        var found = (Trace.Found) sim.hypervisor().find(command);
        assertThat(sim.progress(found.handle()).disks())
                .isEqualTo(amount(2_500_000_000L, 625_000_000L, 1_875_000_000L));
    }

    @Test
    void aTransferSurvivesARestartInMidCopy() {
        MigrationHandle handle = start("local", DISKS);
        clock.advance(Duration.ofSeconds(10));

        sim.restart(1);
        clock.advance(Duration.ofMinutes(1));

        assertCompleted(handle, 30.030);
    }

    private MigrationHandle start(String instance, Strategy.Live strategy) {
        return sim.start(sim.command(instance, "node-a", "node-b", strategy));
    }

    private List<BlockerCode> blockers(Strategy.Live strategy) {
        return sim
                .hypervisor()
                .preflight(sim.command("local", "node-a", "node-b", strategy).request())
                .blockers()
                .stream()
                .map(Blocker::code)
                .toList();
    }

    private List<Boolean> reachable(HostId host) {
        return sim.platform().storage().access(SimulatedInstallation.instance("local"), host).stream()
                .map(VolumeAccess::reachable)
                .toList();
    }

    private void assertAtSourceOnly() {
        assertThat(sim.hypervisor()
                        .whereabouts(SimulatedInstallation.instance("local"))
                        .runsOnlyOn(FROM))
                .isTrue();
        assertThat(reachable(FROM)).containsExactly(true, true);
        assertThat(reachable(TO)).containsExactly(false, true);
    }

    private void assertCompleted(MigrationHandle handle, double seconds) {
        assertThat(totalSeconds(handle)).isCloseTo(seconds, within(1e-6));
        assertThat(sim.hypervisor()
                        .whereabouts(SimulatedInstallation.instance("local"))
                        .runsOnlyOn(TO))
                .isTrue();
    }

    private double totalSeconds(MigrationHandle handle) {
        OperationOutcome outcome = sim.outcome(handle);
        assertThat(outcome).isInstanceOf(OperationOutcome.Completed.class);
        return ((OperationOutcome.Completed) outcome).totalTime().toNanos() / 1e9;
    }

    private static OperationProgress.Amount amount(long total, long processed, long remaining) {
        return new OperationProgress.Amount(
                ByteSize.ofBytes(total), ByteSize.ofBytes(processed), ByteSize.ofBytes(remaining));
    }
}
