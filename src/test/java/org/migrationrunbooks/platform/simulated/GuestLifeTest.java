package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.MAY_ACT;
import static org.migrationrunbooks.platform.simulated.TaskBench.boot;
import static org.migrationrunbooks.platform.simulated.TaskBench.stop;
import static org.migrationrunbooks.platform.simulated.TaskBench.stopHard;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** Guests are stopped and booted. */
class GuestLifeTest {

    private final TaskBench bench = new TaskBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aShutdownTakesItsTimeAndGoesOnWhileNobodyLooks() {
        InstanceTask stop = stop("web", "node-a");
        bench.begin(stop);

        assertThat(bench.progress(stop).phase()).isEqualTo(OperationPhase.PREPARING);
        assertThat(bench.progress(stop).expectedEnd())
                .isEqualTo(bench.clock.instant().plusSeconds(3));
        bench.pass(2.9);
        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.RUNNING);
        bench.pass(0.1);

        bench.assertDone(stop);
        assertThat(bench.sim.events()).containsExactly("TASK_ASKED", "SHUTDOWN_STARTED", "INSTANCE_STOPPED");
    }

    @Test
    void aSecondRequestToShutDownDoesNotBeginAnew() {
        InstanceTask stop = stop("slow", "node-a");
        bench.begin(stop);
        bench.pass(15);
        bench.begin(stop);
        bench.pass(5);

        bench.assertDone(stop);
        assertThat(bench.count(LedgerEvent.SHUTDOWN_STARTED)).isEqualTo(1);
    }

    @Test
    void aGuestThatIgnoresTheRequestRunsUntilItsPowerIsTaken() {
        InstanceTask stop = stop("deaf", "node-a");
        bench.begin(stop);
        bench.pass(86_400);

        assertThat(bench.progress(stop).expectedEnd()).isNull();
        assertThat(bench.stateOn("deaf", "node-a")).isEqualTo(InstanceState.RUNNING);
        // Whoever asks for the harder way is not told to wait for the softer one.
        bench.assertNotDone(stopHard("deaf", "node-a"));
        bench.begin(stopHard("deaf", "node-a"));

        bench.assertDone(stop);
        bench.assertDone(stopHard("deaf", "node-a"));
        assertThat(bench.count(LedgerEvent.INSTANCE_STOPPED)).isEqualTo(1);
    }

    @Test
    void whatShutsDownIsNeitherBootedNorMoved() {
        bench.begin(stop("slow", "node-a"));

        bench.assertNotDone(boot("slow", "node-a", null));
        bench.assertRefused(boot("slow", "node-a", null), "shutting down");
        assertThat(bench.sim
                        .hypervisor()
                        .preflight(bench.sim
                                .command("slow", "node-a", "node-b", Strategy.PLAIN)
                                .request())
                        .blockers())
                .extracting(Blocker::code)
                .containsExactly(BlockerCode.INSTANCE_NOT_RUNNING);
        assertThat(bench.tasks().cancel(stop("slow", "node-a"), MAY_ACT)).isEqualTo(CancelResult.TOO_LATE);
    }

    @Test
    void anInstanceThatMovesIsNotStopped() {
        var handle = bench.sim.start("live", "node-a", "node-b");

        bench.assertRefused(stop("live", "node-a"), "migration");
        bench.assertRefused(stopHard("live", "node-a"), "migration");
        bench.assertRefused(stopHard("live", "node-b"), "migration");

        assertThat(bench.sim.hypervisor().status(handle)).isInstanceOf(MigrationStatus.Running.class);
    }

    @Test
    void anInstanceThatIsElsewhereIsOffHereAndThereIsNothingToStop() {
        bench.assertDone(stop("web", "node-b"));
        bench.assertRefused(stop("web", "node-b"), "it is on sim/node-a");
        bench.assertRefused(stop("web", "no-such-host"), "no host");
    }

    @Test
    void aBootTakesItsTimeAndHoldsItsRoomFromTheBeginning() {
        bench.done(stop("slow", "node-a"));
        InstanceTask boot = boot("slow", "node-a", null);
        bench.begin(boot);
        bench.pass(59);

        assertThat(bench.progress(boot).phase()).isEqualTo(OperationPhase.PREPARING);
        assertThat(bench.stateOn("slow", "node-a")).isEqualTo(InstanceState.PAUSED);
        bench.begin(boot);
        bench.pass(1);

        bench.assertDone(boot);
        assertThat(bench.count(LedgerEvent.BOOT_STARTED)).isEqualTo(1);
        assertThat(bench.count(LedgerEvent.BOOT_COMPLETED)).isEqualTo(1);
    }

    @Test
    void aGuestThatBootsDoesNotHearButLosesItsPower() {
        bench.done(stop("slow", "node-a"));
        bench.begin(boot("slow", "node-a", null));

        bench.assertRefused(stop("slow", "node-a"), "would not hear");
        bench.begin(stopHard("slow", "node-a"));
        bench.pass(120);

        bench.assertDone(stop("slow", "node-a"));
        bench.assertFailed(boot("slow", "node-a", null), "power was taken");
        assertThat(bench.count(LedgerEvent.BOOT_COMPLETED)).isZero();
        bench.done(boot("slow", "node-a", null));
    }

    @Test
    void aHostWithoutStorageBootsNothingThatHasVolumes() {
        bench.done(stop("web", "node-a"));
        bench.sim.inject(Fault.Kind.STORAGE_UNREACHABLE, "node-a");

        bench.assertRefused(boot("web", "node-a", null), "does not reach the volumes");
    }

    @Test
    void storageLostWhileAGuestBootsEndsTheBoot() {
        bench.done(stop("web", "node-a"));
        bench.begin(boot("web", "node-a", null));

        bench.sim.inject(Fault.Kind.STORAGE_UNREACHABLE, "node-a");

        bench.assertFailed(boot("web", "node-a", null), "I/O error");
        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.CRASHED);
        bench.sim.faults().clear();
        bench.done(boot("web", "node-a", null));
    }

    @Test
    void aHostThatCrashesTakesTheBootAndTheShutdownAlong() {
        bench.done(stop("web", "node-a"));
        bench.begin(boot("web", "node-a", null));
        bench.begin(stop("slow", "node-a"));

        bench.sim.inject(Fault.Kind.HOST_CRASH, "node-a");

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> bench.tasks().look(boot("web", "node-a", null)));
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> bench.tasks().begin(boot("web", "node-a", null), MAY_ACT));
        bench.pass(120);
        bench.sim.faults().clear();
        bench.assertFailed(boot("web", "node-a", null), "node-a is gone");
        bench.assertDone(stop("slow", "node-a"));
    }
}
