package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.MAY_ACT;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.host;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.instance;
import static org.migrationrunbooks.platform.simulated.TaskBench.boot;
import static org.migrationrunbooks.platform.simulated.TaskBench.discard;
import static org.migrationrunbooks.platform.simulated.TaskBench.release;
import static org.migrationrunbooks.platform.simulated.TaskBench.relocate;
import static org.migrationrunbooks.platform.simulated.TaskBench.stopHard;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.VolumeAccess;

/** An instance that is off is copied to another host: 1 250 MB in 10 s, then the comparison and the definition. */
class RelocationTest {

    private static final double FINISHING = 1.25e9 / (10L << 30) + 0.5;

    private final TaskBench bench = new TaskBench();
    private final InstanceTask copy = relocate("db", "node-a", "node-b", "e1");

    @BeforeEach
    void stop() {
        bench.done(stopHard("db", "node-a"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void onlyTheVolumesThatAreNotSharedAreCopiedAndThenCompared() {
        bench.begin(copy);
        bench.pass(4);

        var progress = bench.progress(copy);
        assertThat(progress.phase()).isEqualTo(OperationPhase.COPYING_DISKS);
        assertThat(progress.total().bytes()).isEqualTo(1_250_000_000);
        assertThat(progress.processed().bytes()).isEqualTo(500_000_000);
        assertThat(progress.remaining().bytes()).isEqualTo(750_000_000);
        assertThat(progress.throughput()).isEqualTo(DataRate.ofBytesPerSecond(125_000_000));
        assertThat(progress.expectedEnd()).isNotNull();
        assertThat(Duration.between(bench.clock.instant(), progress.expectedEnd())
                                .toNanos()
                        / 1e9)
                .isCloseTo(6 + FINISHING, within(1e-6));
        bench.pass(6.2);
        assertThat(bench.progress(copy).phase()).isEqualTo(OperationPhase.FINISHING);
        assertThat(bench.stateOn("db", "node-b")).isNull();
        bench.pass(FINISHING - 0.2 + 1e-6);

        bench.assertDone(copy);
        assertThat(bench.stateOn("db", "node-b")).isEqualTo(InstanceState.STOPPED);
        assertThat(bench.stateOn("db", "node-a")).isEqualTo(InstanceState.STOPPED);
        assertThat(bench.homeOf("db")).isEqualTo("node-a");
    }

    @Test
    void sharedVolumesStayWhereTheyAre() {
        bench.begin(stopHard("web", "node-a"));
        InstanceTask shared = relocate("web", "node-a", "node-b", "e1");
        bench.begin(shared);
        assertThat(bench.progress(shared).total().bytes()).isZero();
        bench.pass(0.5);

        bench.assertDone(shared);
    }

    @Test
    void aRelocationAndALiveTransferShareTheLinkFairly() {
        bench.begin(copy);
        bench.pass(5);
        var transfer = bench.sim.start("live", "node-a", "node-c");

        assertThat(bench.progress(copy).throughput()).isEqualTo(DataRate.ofBytesPerSecond(62_500_000));
        assertThat(bench.sim.progress(transfer).throughput()).isEqualTo(DataRate.ofBytesPerSecond(62_500_000));
        bench.pass(10 - 1e-3);
        assertThat(bench.progress(copy).phase()).isEqualTo(OperationPhase.COPYING_DISKS);
        bench.pass(2e-3);

        assertThat(bench.progress(copy).phase()).isEqualTo(OperationPhase.FINISHING);
        assertThat(bench.sim.progress(transfer).throughput()).isEqualTo(DataRate.ofBytesPerSecond(125_000_000));
    }

    @Test
    void aRelocationKeepsToItsBandwidth() {
        InstanceTask limited = relocate("db", "node-a", "node-b", "e1", DataRate.ofBytesPerSecond(12_500_000));
        bench.begin(limited);
        bench.pass(99.9);

        assertThat(bench.progress(limited).phase()).isEqualTo(OperationPhase.COPYING_DISKS);
        bench.pass(1);
        bench.assertDone(limited);
    }

    @Test
    void itGoesOnWhileTheApplicationIsDown() {
        bench.begin(copy);
        bench.pass(2);
        bench.sim.platform().close();
        bench.pass(4);
        bench.sim.restart(1);

        assertThat(bench.progress(copy).processed().bytes()).isEqualTo(750_000_000);
        bench.sim.platform().close();
        bench.pass(3600);
        bench.sim.restart(1);

        bench.assertDone(copy);
        assertThat(bench.count(LedgerEvent.RELOCATION_COMPLETED)).isEqualTo(1);
    }

    @Test
    void aLostLinkStallsItAndItsReturnLetsItGoOn() {
        bench.begin(copy);
        bench.pass(4);
        bench.sim.inject(Fault.Kind.LINK_LOSS, "node-b");
        bench.pass(3600);

        var stalled = bench.progress(copy);
        assertThat(stalled.processed().bytes()).isEqualTo(500_000_000);
        assertThat(stalled.throughput()).isEqualTo(DataRate.ZERO);
        assertThat(stalled.expectedEnd()).isNull();
        bench.sim.faults().clear();
        bench.pass(7);

        bench.assertDone(copy);
    }

    @Test
    void aFailedRelocationIsResumedWhereItWas() {
        bench.sim.ambush(Fault.Kind.TRANSFER_FAILS, "db", 0.4);
        bench.begin(copy);
        bench.pass(60);
        bench.assertFailed(copy, "connection");
        assertThat(bench.stateOn("db", "node-b")).isNull();

        bench.begin(copy);
        assertThat(bench.progress(copy).processed().bytes()).isEqualTo(500_000_000);
        bench.pass(6 + FINISHING + 1e-6);

        bench.assertDone(copy);
        assertThat(bench.sim.events())
                .containsSubsequence(
                        "RELOCATION_STARTED", "RELOCATION_FAILED", "RELOCATION_RESUMED", "RELOCATION_COMPLETED");
    }

    @Test
    void aFailureAtTheVeryEndLeavesOnlyTheComparisonToBeDone() {
        bench.sim.ambush(Fault.Kind.TRANSFER_FAILS, "db", 1);
        bench.begin(copy);
        bench.pass(60);
        bench.assertFailed(copy, "connection");

        bench.begin(copy);
        bench.pass(FINISHING + 1e-6);

        bench.assertDone(copy);
    }

    @Test
    void aRelocationThatHasStalledIsCancelledAndResumed() {
        bench.begin(copy);
        bench.sim.ambush(Fault.Kind.TRANSFER_STALLS, "db", 0.2);
        bench.pass(3600);
        assertThat(bench.progress(copy).processed().bytes()).isEqualTo(250_000_000);

        assertThat(bench.tasks().cancel(copy, MAY_ACT)).isEqualTo(CancelResult.REQUESTED);

        bench.assertFailed(copy, "cancelled");
        assertThat(bench.count(LedgerEvent.RELOCATION_CANCELLED)).isEqualTo(1);
        bench.begin(copy);
        bench.pass(8 + FINISHING + 1e-6);
        bench.assertDone(copy);
    }

    @Test
    void aHostThatCrashesFailsIt() {
        bench.sim.ambush(Fault.Kind.DESTINATION_CRASH, "db", 0.5);
        bench.begin(copy);
        bench.pass(60);

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> bench.tasks().look(copy));
        bench.sim.faults().clear();
        bench.assertFailed(copy, "node-b is gone");
        bench.begin(copy);
        bench.sim.inject(Fault.Kind.HOST_CRASH, "node-a");
        bench.assertFailed(copy, "node-a is gone");
    }

    @Test
    void storageLostAtEitherEndFailsItAndRefusesTheNext() {
        bench.begin(copy);
        bench.sim.inject(Fault.Kind.STORAGE_UNREACHABLE, "node-b");

        bench.assertFailed(copy, "I/O error");
        bench.assertRefused(copy, "does not reach its volumes");
    }

    @Test
    void aLinkThatIsDownRefusesItAtTheStart() {
        bench.sim.inject(Fault.Kind.LINK_LOSS, "node-a");

        bench.assertRefused(copy, "network does not reach");
    }

    @Test
    void whatIsNotAsTheTaskSaysIsRefused() {
        bench.assertRefused(relocate("web", "node-a", "node-b", "e1"), "has to be off");
        bench.assertRefused(relocate("db", "node-b", "node-c", "e1"), "is on sim/node-a");
        bench.assertRefused(relocate("db", "node-a", "node-a", "e1"), "both source and destination");
        bench.assertRefused(relocate("db", "node-a", "nowhere", "e1"), "no host");
        bench.begin(copy);
        bench.assertRefused(relocate("db", "node-a", "node-b", "e2"), "being made");
        bench.assertRefused(boot("db", "node-a", null), "being made");
        bench.pass(60);
        bench.assertRefused(relocate("db", "node-a", "node-c", "e1"), "name of another copy");
        bench.assertRefused(relocate("db", "node-a", "node-b", "e2"), "definition of sim/db already");
    }

    @Test
    void aCopyThatTheInstanceHasOutlivedIsNeverBooted() {
        bench.done(copy);
        bench.done(boot("db", "node-a", null));
        bench.done(stopHard("db", "node-a"));

        bench.assertRefused(boot("db", "node-b", "e1"), "withdrawn");
        bench.done(discard("db", "node-b", "e1"));
    }

    @Test
    void aFailedAttemptDoesNotWithdrawACopyThatWasMadeLater() {
        bench.sim.ambush(Fault.Kind.TRANSFER_FAILS, "db", 0.5);
        bench.begin(copy);
        bench.pass(60);
        bench.done(copy);
        bench.done(boot("db", "node-b", "e1"));
        bench.done(stopHard("db", "node-b"));
        bench.done(relocate("db", "node-b", "node-c", "e2"));
        bench.done(boot("db", "node-c", "e2"));
        bench.done(stopHard("db", "node-c"));
        bench.done(discard("db", "node-c", "e2"));

        bench.done(boot("db", "node-b", "e1"));
    }

    @Test
    void aRelocationUnderWayEndsWithItsCopyDiscarded() {
        bench.begin(copy);
        bench.pass(3);

        bench.begin(discard("db", "node-b", "e1"));

        bench.assertDone(discard("db", "node-b", "e1"));
        bench.pass(60);
        bench.assertNotDone(copy);
        bench.assertRefused(copy, "withdrawn");
        assertThat(bench.stateOn("db", "node-b")).isNull();
    }

    @Test
    void aVolumeIsReachedWhereACompleteCopyIs() {
        bench.begin(copy);
        bench.pass(5);
        assertThat(bench.sim.platform().storage().access(instance("db"), host("node-b")))
                .extracting(VolumeAccess::reachable)
                .containsExactly(true, false);
        bench.pass(60);
        assertThat(bench.sim.platform().storage().access(instance("db"), host("node-b")))
                .extracting(VolumeAccess::reachable)
                .containsExactly(true, true);

        bench.done(boot("db", "node-b", "e1"));
        bench.done(release("db", "node-a", "node-b", "e1"));

        assertThat(bench.sim.platform().storage().access(instance("db"), host("node-a")))
                .extracting(VolumeAccess::reachable)
                .containsExactly(true, false);
    }

    @Test
    void theLastOfAnInstanceIsNeverDiscarded() {
        bench.done(copy);
        bench.done(boot("db", "node-b", "e1"));
        bench.done(release("db", "node-a", "node-b", "e1"));
        bench.done(stopHard("db", "node-b"));

        bench.assertRefused(discard("db", "node-b", "e1"), "all that there is");
        bench.assertRefused(discard("db", "node-c", "e1"), "not on sim/node-c");
        bench.done(boot("db", "node-b", "e1"));
    }

    @Test
    void onlyWhatTheCopyTookThePlaceOfIsReleased() {
        bench.done(copy);
        bench.assertRefused(release("db", "node-a", "node-b", "e0"), "is on sim/node-a");
        bench.done(boot("db", "node-b", "e1"));
        bench.assertRefused(release("db", "node-a", "node-b", "e0"), "not what copy e0");
        bench.assertRefused(release("db", "node-b", "node-b", "e1"), "not what copy e1");

        bench.done(release("db", "node-a", "node-b", "e1"));
        assertThat(bench.count(LedgerEvent.SOURCE_RELEASED)).isEqualTo(1);
    }

    @Test
    void aLeftoverIsInTheWayOfALiveMigrationToItsHost() {
        bench.done(stopHard("web", "node-a"));
        bench.done(relocate("web", "node-a", "node-b", "e1"));
        bench.done(boot("web", "node-b", "e1"));

        assertThat(bench.sim
                        .hypervisor()
                        .preflight(bench.sim
                                .command("web", "node-b", "node-a", Strategy.PLAIN)
                                .request())
                        .blockers())
                .extracting(Blocker::code)
                .containsExactly(BlockerCode.NAME_TAKEN);
    }
}
