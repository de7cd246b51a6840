package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.MAY_ACT;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.host;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.instance;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.StartResult;
import org.migrationrunbooks.platform.Trace;
import org.migrationrunbooks.platform.VolumeAccess;

class SimulatedFaultsTest {

    private static final Strategy.Live POST_COPY = new Strategy.Live(false, true);

    private final MovableClock clock = new MovableClock();
    private final SimulatedInstallation sim = new SimulatedInstallation(
            SimulatedInstallation.THREE_HOSTS, SimulatedInstallation.memory(), clock, Duration.ofMillis(250));

    @AfterEach
    void close() {
        sim.close();
    }

    @Test
    void aCrashedHostIsSilentAndComesBackWithoutWhatRanOnIt() {
        sim.inject(Fault.Kind.HOST_CRASH, "node-a");

        assertThat(sim.hypervisor().inventory().host("node-a"))
                .hasValueSatisfying(crashed -> assertThat(crashed.state()).isEqualTo(HostState.DOWN));
        assertThat(sim.state("idle")).isEqualTo(InstanceState.UNKNOWN);
        var whereabouts = sim.hypervisor().whereabouts(instance("idle"));
        assertThat(whereabouts.sightings()).isEmpty();
        assertThat(whereabouts.silent()).containsExactly(host("node-a"));

        sim.faults().clear();

        assertThat(sim.state("idle")).isEqualTo(InstanceState.CRASHED);
        assertThat(sim.state("off")).isEqualTo(InstanceState.STOPPED);
        assertThat(sim.state("idle-3")).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aCrashedDestinationLeavesTheInstanceRunningAtTheSource() {
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");
        clock.advance(Duration.ofSeconds(5));

        sim.inject(Fault.Kind.HOST_CRASH, "node-b");

        assertFailedAt(handle, "node-a", InstanceState.RUNNING);
        assertThat(sim.hypervisor().whereabouts(instance("idle")).on(host("node-a")))
                .hasValueSatisfying(seen -> assertThat(seen.transferring()).isFalse());
    }

    @Test
    void aCrashedSourceTakesTheInstanceAlongAndTellsOnlyAfterItsReturn() {
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");
        clock.advance(Duration.ofSeconds(5));

        sim.inject(Fault.Kind.HOST_CRASH, "node-a");

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> sim.hypervisor().status(handle));
        assertThat(sim.hypervisor().whereabouts(instance("idle")).sightings()).isEmpty();
        sim.faults().clear();
        assertFailedAt(handle, "node-a", InstanceState.CRASHED);
    }

    @Test
    void anIsolatedHostLooksLikeACrashedOneButRunsOn() {
        MigrationCommand command = sim.command("idle", "node-a", "node-b", Strategy.PLAIN);
        sim.inject(Fault.Kind.HOST_ISOLATED, "node-a");

        assertThat(sim.state("idle")).isEqualTo(InstanceState.UNKNOWN);
        assertThat(sim.hypervisor().find(command)).isInstanceOf(Trace.NoTrace.class);
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> sim.hypervisor().start(command, MAY_ACT));
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> sim.hypervisor().baseline(instance("idle")));
        assertThat(sim.hypervisor().preflight(command.request()).blockers())
                .extracting(Blocker::code)
                .containsExactly(BlockerCode.SOURCE_UNREACHABLE);

        sim.faults().clear();

        assertThat(sim.state("idle")).isEqualTo(InstanceState.RUNNING);
        assertThat(sim.hypervisor().find(command)).isInstanceOf(Trace.NotStarted.class);
    }

    @Test
    void theMigrationOutOfAnIsolatedHostGoesOnUnseenUntilTheDestinationHasTheInstance() {
        MigrationCommand command = sim.command("idle", "node-a", "node-b", Strategy.PLAIN);
        MigrationHandle handle = sim.start(command);
        clock.advance(Duration.ofSeconds(5));
        sim.inject(Fault.Kind.HOST_ISOLATED, "node-a");

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> sim.hypervisor().status(handle));
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> sim.hypervisor().cancel(handle, MAY_ACT));
        clock.advance(Duration.ofSeconds(10));

        assertThat(sim.hypervisor().find(command)).isEqualTo(new Trace.Found(handle));
        assertThat(sim.outcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
        assertThat(sim.state("idle")).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aLostLinkStallsATransferWithoutAnError() {
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");
        clock.advance(Duration.ofSeconds(4));
        sim.inject(Fault.Kind.LINK_LOSS, "node-b");
        var before = sim.progress(handle);
        clock.advance(Duration.ofHours(1));

        var after = sim.progress(handle);
        assertThat(after.processed()).isEqualTo(before.processed());
        assertThat(after.throughput()).isEqualTo(DataRate.ZERO);
        assertThat(after.expectedEnd()).isNull();
        assertThat(sim.state("idle")).isEqualTo(InstanceState.RUNNING);

        assertThat(sim.hypervisor().cancel(handle, MAY_ACT)).isEqualTo(CancelResult.REQUESTED);
        assertThat(sim.outcome(handle))
                .isEqualTo(new OperationOutcome.Cancelled(host("node-a"), InstanceState.RUNNING));
    }

    @Test
    void aLinkThatIsDownIsABlockerAndItsReturnLetsTransfersGoOn() {
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");
        sim.inject(Fault.Kind.LINK_LOSS, "node-b");

        assertThat(sim.hypervisor()
                        .preflight(sim.command("idle-2", "node-a", "node-b", Strategy.PLAIN)
                                .request())
                        .blockers())
                .extracting(Blocker::code)
                .containsExactly(BlockerCode.LINK_DOWN);
        clock.advance(Duration.ofMinutes(1));
        sim.faults().clear();
        clock.advance(Duration.ofSeconds(11));

        assertThat(sim.outcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
    }

    @Test
    void aLinkLostInPostCopyHaltsTheInstanceAtTheDestinationUntilItIsBack() {
        MigrationHandle handle = switchedToPostCopy();

        sim.inject(Fault.Kind.LINK_LOSS, "node-a");

        assertThat(sim.hypervisor().whereabouts(instance("busy")).on(host("node-b")))
                .hasValueSatisfying(seen -> assertThat(seen.state()).isEqualTo(InstanceState.PAUSED));
        assertThat(sim.hypervisor().status(handle)).isInstanceOf(MigrationStatus.Running.class);

        sim.faults().clear();

        assertThat(sim.state("busy")).isEqualTo(InstanceState.RUNNING);
        clock.advance(Duration.ofMinutes(1));
        assertThat(sim.outcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
    }

    @Test
    void aSourceLostInPostCopyLosesTheMemory() {
        MigrationHandle handle = switchedToPostCopy();

        sim.inject(Fault.Kind.HOST_CRASH, "node-a");

        assertFailedAt(handle, "node-b", InstanceState.CRASHED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4, 1})
    void aTransferFailsAtItsShare(double share) {
        sim.ambush(Fault.Kind.TRANSFER_FAILS, "idle", share);
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");

        if (share > 0) {
            clock.advance(Duration.ofMillis((long) (share * 10_000) - 1));
            assertThat(sim.hypervisor().status(handle)).isInstanceOf(MigrationStatus.Running.class);
        }
        clock.advance(Duration.ofMillis(2));

        assertFailedAt(handle, "node-a", InstanceState.RUNNING);
        assertThat(sim.hypervisor().whereabouts(instance("idle")).runsOnlyOn(host("node-a")))
                .isTrue();
    }

    @Test
    void aFailureStrikesATransferThatIsUnderWayAndOnlyOnce() {
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");
        clock.advance(Duration.ofSeconds(5));

        sim.ambush(Fault.Kind.TRANSFER_FAILS, "idle", 0.2);

        assertFailedAt(handle, "node-a", InstanceState.RUNNING);
        MigrationHandle second = sim.start("idle", "node-a", "node-b");
        clock.advance(Duration.ofSeconds(11));
        assertThat(sim.outcome(second)).isInstanceOf(OperationOutcome.Completed.class);
    }

    @Test
    void aTransferStallsAtItsShareUntilItIsCancelled() {
        sim.faults().inject(new Fault(Fault.Kind.TRANSFER_STALLS, null, null, 0.5, null));
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");
        clock.advance(Duration.ofMinutes(10));

        var progress = sim.progress(handle);
        assertThat(progress.processed().bytes()).isEqualTo(625_000_000);
        assertThat(progress.throughput()).isEqualTo(DataRate.ZERO);

        sim.hypervisor().cancel(handle, MAY_ACT);
        assertThat(sim.outcome(handle))
                .isEqualTo(new OperationOutcome.Cancelled(host("node-a"), InstanceState.RUNNING));
    }

    @Test
    void aStalledTransferLeavesItsShareOfTheLinkToOthers() {
        sim.ambush(Fault.Kind.TRANSFER_STALLS, "idle", 0);
        sim.start("idle", "node-a", "node-b");
        MigrationHandle other = sim.start("idle-2", "node-a", "node-c");
        clock.advance(Duration.ofMillis(10_031));

        assertThat(sim.outcome(other)).isInstanceOf(OperationOutcome.Completed.class);
    }

    @Test
    void theDestinationCrashesAtTheShare() {
        sim.ambush(Fault.Kind.DESTINATION_CRASH, "idle", 0.5);
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");
        clock.advance(Duration.ofSeconds(6));

        assertFailedAt(handle, "node-a", InstanceState.RUNNING);
        assertThat(sim.hypervisor().inventory().host("node-b"))
                .hasValueSatisfying(crashed -> assertThat(crashed.state()).isEqualTo(HostState.DOWN));
        assertThat(sim.state("idle-3")).isEqualTo(InstanceState.UNKNOWN);
    }

    @Test
    void aHostWithoutStorageReachesNoVolumeAndIsNoDestination() {
        sim.inject(Fault.Kind.STORAGE_UNREACHABLE, "node-b");

        assertThat(sim.platform().storage().access(instance("idle"), host("node-b")))
                .extracting(VolumeAccess::reachable)
                .containsExactly(false);
        assertThat(sim.hypervisor()
                        .preflight(sim.command("idle", "node-a", "node-b", Strategy.PLAIN)
                                .request())
                        .blockers())
                .extracting(Blocker::code)
                .containsExactly(BlockerCode.VOLUME_UNREACHABLE);
    }

    @Test
    void aLostAnswerHidesAMigrationThatWasStarted() {
        sim.faults().inject(new Fault(Fault.Kind.ANSWER_LOST, null, "idle", null, null));
        MigrationCommand command = sim.command("idle", "node-a", "node-b", Strategy.PLAIN);

        assertThatExceptionOfType(AnswerLostException.class)
                .isThrownBy(() -> sim.hypervisor().start(command, MAY_ACT));

        assertThat(sim.hypervisor().find(command)).isInstanceOf(Trace.Found.class);
        assertThat(sim.count(LedgerEvent.MIGRATION_STARTED)).isEqualTo(1);
    }

    @Test
    void aStartCarriedOutLaterLeavesNoTraceUntilThenEvenAcrossARestart() {
        sim.faults().inject(new Fault(Fault.Kind.CARRIED_OUT_LATER, null, null, null, Duration.ofMinutes(3)));
        MigrationCommand command = sim.command("idle", "node-a", "node-b", Strategy.PLAIN);

        assertThatExceptionOfType(AnswerLostException.class)
                .isThrownBy(() -> sim.hypervisor().start(command, MAY_ACT));
        clock.advance(Duration.ofSeconds(179));
        sim.restart(1);
        assertThat(sim.hypervisor().find(command)).isInstanceOf(Trace.NoTrace.class);
        assertThat(sim.hypervisor().whereabouts(instance("idle")).runsOnlyOn(host("node-a")))
                .isTrue();
        clock.advance(Duration.ofSeconds(1));

        assertThat(sim.hypervisor().find(command)).isInstanceOf(Trace.Found.class);
        assertThat(sim.count(LedgerEvent.MIGRATION_ASKED)).isEqualTo(1);
        assertThat(sim.count(LedgerEvent.MIGRATION_STARTED)).isEqualTo(1);
    }

    @Test
    void slowAnswersArriveAsLongAsTheCallerWaits() {
        sim.faults().inject(new Fault(Fault.Kind.SLOW_ANSWERS, null, null, null, Duration.ofMillis(50)));

        long before = System.nanoTime();
        sim.hypervisor().inventory();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void answersSlowerThanTheTimeoutLeaveQuestionsOpenAndEffectsInDoubt() {
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");
        MigrationCommand command = sim.command("idle-2", "node-a", "node-b", Strategy.PLAIN);
        sim.faults().inject(new Fault(Fault.Kind.SLOW_ANSWERS, null, null, null, Duration.ofMinutes(1)));

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> sim.hypervisor().inventory());
        assertThatExceptionOfType(AnswerLostException.class)
                .isThrownBy(() -> sim.hypervisor().cancel(handle, MAY_ACT));
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> sim.hypervisor().start(command, MAY_ACT));
        assertThat(sim.platform().health().usable()).isFalse();

        sim.faults().clear();

        assertThat(sim.outcome(handle)).isInstanceOf(OperationOutcome.Cancelled.class);
        assertThat(sim.count(LedgerEvent.MIGRATION_STARTED)).isEqualTo(1);
        assertThat(sim.hypervisor().find(command)).isInstanceOf(Trace.NoTrace.class);
    }

    @Test
    void fencingFaultsAreOnRecord() {
        sim.inject(Fault.Kind.FENCING_FAILS, "node-a");

        assertThat(sim.faults().ledger()).last().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo("FAULT_INJECTED");
            assertThat(entry.host()).isEqualTo("node-a");
            assertThat(entry.effect()).isTrue();
        });
    }

    @Test
    void aFaultThatCannotBeIsRefusedWithWhatItLacks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sim.faults().inject(new Fault(Fault.Kind.HOST_CRASH, null, null, null, null)))
                .withMessageContaining("HOST_CRASH needs a host");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sim.inject(Fault.Kind.LINK_LOSS, "node-z"))
                .withMessageContaining("node-z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sim.ambush(Fault.Kind.TRANSFER_FAILS, "nobody", 0.5))
                .withMessageContaining("nobody");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sim.ambush(Fault.Kind.TRANSFER_FAILS, "idle", 1.5))
                .withMessageContaining("share");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sim.faults().inject(new Fault(Fault.Kind.CARRIED_OUT_LATER, null, null, null, null)))
                .withMessageContaining("delay");
        assertThat(sim.faults().ledger()).isEmpty();
    }

    @Test
    void theLedgerTellsWhatWasAskedAndWhatTookEffect() {
        MigrationHandle handle = sim.start("idle", "node-a", "node-b");
        clock.advance(Duration.ofSeconds(11));
        sim.outcome(handle);

        assertThat(sim.events())
                .containsExactly(
                        "MARK_WRITTEN",
                        "MIGRATION_ASKED",
                        "MIGRATION_STARTED",
                        "SWITCH_OVER_BEGUN",
                        "MIGRATION_COMPLETED");
        assertThat(sim.faults().ledger()).allSatisfy(entry -> {
            assertThat(entry.instance()).isEqualTo("idle");
            assertThat(entry.operation()).isEqualTo(handle.command().key().value());
        });
        assertThat(sim.faults().ledger().get(4).at())
                .isEqualTo(clock.instant().minus(Duration.ofSeconds(11)).plusMillis(10_030));
    }

    @Test
    void eachThingInTheWayIsABlockerAndRefusesTheStart() {
        sim.start("idle", "node-a", "node-b");

        assertRefused("local", "node-a", "node-b", BlockerCode.VOLUME_NOT_SHARED);
        assertRefused("off", "node-a", "node-b", BlockerCode.INSTANCE_NOT_RUNNING);
        assertRefused("idle", "node-a", "node-c", BlockerCode.INSTANCE_IN_MIGRATION);
        assertRefused("idle-3", "node-a", "node-c", BlockerCode.INSTANCE_NOT_AT_SOURCE);
        assertRefused("idle-2", "node-a", "node-z", BlockerCode.HOST_UNKNOWN);
        assertRefused("idle-2", "node-a", "node-a", BlockerCode.SAME_HOST);
        assertThat(sim.count(LedgerEvent.MIGRATION_STARTED)).isEqualTo(1);
        assertThat(sim.count(LedgerEvent.MIGRATION_REFUSED)).isEqualTo(6);
        assertThat(sim.count(LedgerEvent.MARK_WRITTEN)).isEqualTo(1);
    }

    private void assertRefused(String instance, String from, String to, BlockerCode code) {
        MigrationCommand command = sim.command(instance, from, to, Strategy.PLAIN);
        assertThat(sim.hypervisor().preflight(command.request()).blockers())
                .extracting(Blocker::code)
                .containsExactly(code);
        assertThat(sim.hypervisor().start(command, MAY_ACT)).isInstanceOf(StartResult.Refused.class);
    }

    private MigrationHandle switchedToPostCopy() {
        MigrationHandle handle = sim.start(sim.command("busy", "node-a", "node-b", POST_COPY));
        clock.advance(Duration.ofSeconds(4));
        sim.hypervisor().escalate(handle, new Escalation.SwitchToPostCopy(), MAY_ACT);
        return handle;
    }

    private void assertFailedAt(MigrationHandle handle, String host, InstanceState state) {
        assertThat(sim.outcome(handle)).isInstanceOfSatisfying(OperationOutcome.Failed.class, failed -> {
            assertThat(failed.host()).isEqualTo(host(host));
            assertThat(failed.state()).isEqualTo(state);
            assertThat(failed.reason()).isNotBlank();
        });
    }
}
