package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.MAY_ACT;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.host;
import static org.migrationrunbooks.platform.simulated.TaskBench.boot;
import static org.migrationrunbooks.platform.simulated.TaskBench.discard;
import static org.migrationrunbooks.platform.simulated.TaskBench.rebuild;
import static org.migrationrunbooks.platform.simulated.TaskBench.relocate;
import static org.migrationrunbooks.platform.simulated.TaskBench.removeLeftover;
import static org.migrationrunbooks.platform.simulated.TaskBench.stopHard;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PowerState;

/** Hosts lose their power, their instances are rebuilt, and the hosts come back. */
class EvacuationTest {

    private final TaskBench bench = new TaskBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aRebuildWhileTheInstanceRunsOnAnIsolatedHostIsRefusedAndOnRecord() {
        bench.sim.inject(Fault.Kind.HOST_ISOLATED, "node-a");

        bench.assertRefused(rebuild("web", "node-a", "node-b", "e1"), "alive on node-a");

        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isEqualTo(1);
        assertThat(bench.count(LedgerEvent.BOOT_REFUSED)).isEqualTo(1);
        assertThat(bench.count(LedgerEvent.REBUILD_STARTED)).isZero();
        bench.sim.faults().clear();
        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.RUNNING);
        assertThat(bench.stateOn("web", "node-b")).isNull();
    }

    @Test
    void anIsolatedHostWithoutPowerRunsNothingSoThatItsInstancesCanBeRebuilt() {
        bench.sim.inject(Fault.Kind.HOST_ISOLATED, "node-a");
        assertThat(bench.fencing().power(host("node-a")).state()).isEqualTo(PowerState.ON);

        bench.powerOff("node-a");

        assertThat(bench.fencing().power(host("node-a")).off()).isTrue();
        InstanceTask rebuild = rebuild("web", "node-a", "node-b", "e1");
        bench.begin(rebuild);
        bench.pass(4.9);
        assertThat(bench.progress(rebuild).expectedEnd())
                .isEqualTo(bench.clock.instant().plusMillis(100));
        bench.begin(rebuild);
        bench.pass(0.1);
        bench.assertDone(rebuild);
        assertThat(bench.homeOf("web")).isEqualTo("node-b");
        assertThat(bench.stateOn("web", "node-b")).isEqualTo(InstanceState.RUNNING);
        assertThat(bench.sim.events())
                .containsSubsequence("HOST_POWERED_OFF", "REBUILD_STARTED", "REBUILD_COMPLETED")
                .doesNotContain("INVARIANT_BROKEN");
        assertThat(bench.count(LedgerEvent.REBUILD_STARTED)).isEqualTo(1);
    }

    @Test
    void aHostThatGetsPowerBackHasLeftoversAndStartsNone() {
        bench.sim.inject(Fault.Kind.HOST_ISOLATED, "node-a");
        bench.powerOff("node-a");
        bench.done(rebuild("web", "node-a", "node-b", "e1"));
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> bench.tasks().begin(removeLeftover("web", "node-a"), MAY_ACT));

        bench.powerOn("node-a");
        bench.pass(3600);

        assertThat(bench.sim.hypervisor().inventory().host("node-a"))
                .hasValueSatisfying(back -> assertThat(back.state()).isEqualTo(HostState.UP));
        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.CRASHED);
        assertThat(bench.stateOn("slow", "node-a")).isEqualTo(InstanceState.CRASHED);
        assertThat(bench.homeOf("slow")).isEqualTo("node-a");
        bench.assertRefused(removeLeftover("web", "node-b"), "no leftover");
        bench.done(removeLeftover("web", "node-a"));
        assertThat(bench.stateOn("web", "node-a")).isNull();
        assertThat(bench.stateOn("web", "node-b")).isEqualTo(InstanceState.RUNNING);
        assertThat(bench.count(LedgerEvent.LEFTOVER_REMOVED)).isEqualTo(1);
    }

    @Test
    void aLeftoverIsNeverBooted() {
        bench.powerOff("node-a");
        bench.done(rebuild("web", "node-a", "node-b", "e1"));
        bench.powerOn("node-a");

        bench.assertRefused(boot("web", "node-a", null), "alive on node-b");
        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isEqualTo(1);
        bench.done(stopHard("web", "node-b"));
        bench.assertRefused(boot("web", "node-a", null), "left over");
        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isEqualTo(1);
    }

    @Test
    void aCrashedHostStillHasPowerAndWhatRanOnItIsOff() {
        bench.sim.inject(Fault.Kind.HOST_CRASH, "node-a");

        assertThat(bench.fencing().power(host("node-a")).state()).isEqualTo(PowerState.ON);
        bench.done(rebuild("web", "node-a", "node-b", "e1"));
        bench.sim.faults().clear();

        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.CRASHED);
        assertThat(bench.stateOn("web", "node-b")).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void powerIsSwitchedOnceHoweverOftenItIsAsked() {
        bench.powerOff("node-a");
        bench.powerOff("node-a");
        bench.sim.faults().clear();

        assertThat(bench.fencing().power(host("node-a")).off()).isTrue();
        assertThat(bench.sim.hypervisor().inventory().host("node-a"))
                .hasValueSatisfying(off -> assertThat(off.state()).isEqualTo(HostState.DOWN));
        bench.powerOn("node-a");
        bench.powerOn("node-a");

        assertThat(bench.count(LedgerEvent.HOST_POWERED_OFF)).isEqualTo(1);
        assertThat(bench.count(LedgerEvent.HOST_POWERED_ON)).isEqualTo(1);
        assertThat(bench.count(LedgerEvent.POWER_OFF_ASKED)).isEqualTo(2);
    }

    @Test
    void powerGivenToAHostThatHasItDoesNotBringItBack() {
        bench.sim.inject(Fault.Kind.HOST_ISOLATED, "node-a");

        bench.powerOn("node-a");

        assertThat(bench.sim.hypervisor().inventory().host("node-a"))
                .hasValueSatisfying(cutOff -> assertThat(cutOff.state()).isEqualTo(HostState.DOWN));
        bench.sim.faults().clear();
        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aHostThatWasSetUpAsDownHasNoPowerUntilItGetsSome() {
        assertThat(bench.fencing().power(host("dark")).off()).isTrue();

        bench.powerOn("dark");

        assertThat(bench.sim.hypervisor().inventory().host("dark"))
                .hasValueSatisfying(up -> assertThat(up.state()).isEqualTo(HostState.UP));
    }

    @Test
    void aDeviceThatFailsSwitchesNothing() {
        bench.sim.inject(Fault.Kind.FENCING_FAILS, "node-a");

        assertThatExceptionOfType(PlatformUnreachableException.class).isThrownBy(() -> bench.powerOff("node-a"));
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> bench.fencing().power(host("node-a")));
        bench.powerOff("node-b");

        bench.sim.faults().clear();
        assertThat(bench.fencing().power(host("node-a")).state()).isEqualTo(PowerState.ON);
        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void withoutTheLeaseTheDeviceSwitchesNothing() {
        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> bench.fencing().off(host("node-a"), () -> {
                    throw new LeaseLostException("somebody else carries on");
                }));

        assertThat(bench.fencing().power(host("node-a")).state()).isEqualTo(PowerState.ON);
    }

    @Test
    void aDeviceServesTheHostsOfItsPlatformOnly() {
        HostId stranger = new HostId("elsewhere", "node-a");

        assertThat(bench.fencing().name()).isEqualTo("sim-bmc");
        assertThat(bench.fencing().serves(host("node-a"))).isTrue();
        assertThat(bench.fencing().serves(stranger)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bench.fencing().power(stranger))
                .withMessageContaining("does not serve");
    }

    @Test
    void aSourceFencedDuringAMigrationTakesTheInstanceAlong() {
        bench.sim.start("live", "node-a", "node-b");
        bench.pass(5);
        bench.sim.inject(Fault.Kind.HOST_ISOLATED, "node-a");
        bench.assertRefused(rebuild("live", "node-a", "node-c", "e1"), "alive on node-a and node-b");

        bench.powerOff("node-a");
        bench.pass(60);

        assertThat(bench.stateOn("live", "node-b")).isNull();
        bench.done(rebuild("live", "node-a", "node-c", "e2"));
        assertThat(bench.stateOn("live", "node-c")).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aDestinationFencedDuringAMigrationLeavesTheInstanceAtTheSource() {
        var handle = bench.sim.start("live", "node-a", "node-b");
        bench.pass(5);

        bench.powerOff("node-b");

        assertThat(bench.sim.outcome(handle)).isInstanceOf(OperationOutcome.Failed.class);
        assertThat(bench.stateOn("live", "node-a")).isEqualTo(InstanceState.RUNNING);
        bench.powerOn("node-b");
        assertThat(bench.stateOn("live", "node-b")).isNull();
    }

    @Test
    void aDestinationFencedInPostCopyHasTheInstanceAndItsMemoryIsLost() {
        var handle = bench.sim.start(bench.sim.command("live", "node-a", "node-b", new Strategy.Live(false, true)));
        bench.pass(4);
        bench.sim.hypervisor().escalate(handle, new Escalation.SwitchToPostCopy(), MAY_ACT);

        bench.powerOff("node-b");

        assertThat(bench.stateOn("live", "node-a")).isNull();
        bench.assertRefused(rebuild("live", "node-a", "node-c", "e1"), "is on sim/node-b");
        bench.done(rebuild("live", "node-b", "node-c", "e1"));
    }

    @Test
    void whatCannotBeRebuiltIsRefused() {
        bench.powerOff("node-a");

        bench.assertRefused(rebuild("db", "node-a", "node-b", "e1"), "only copy is on sim/node-a");
        bench.assertRefused(rebuild("web", "node-a", "small", "e1"), "of memory");
        bench.assertRefused(rebuild("web", "node-c", "node-b", "e1"), "not on sim/node-c");
        bench.assertRefused(rebuild("web", "node-a", "nowhere", "e1"), "no host");
        bench.sim.inject(Fault.Kind.STORAGE_UNREACHABLE, "node-b");
        bench.assertRefused(rebuild("web", "node-a", "node-b", "e1"), "does not reach the volumes");
        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isZero();
    }

    @Test
    void aRebuildThatFailedIsBegunAgainOrDoneElsewhere() {
        bench.powerOff("node-a");
        InstanceTask rebuild = rebuild("web", "node-a", "node-b", "e1");
        bench.begin(rebuild);
        bench.pass(1);
        bench.sim.inject(Fault.Kind.STORAGE_UNREACHABLE, "node-b");
        bench.assertFailed(rebuild, "I/O error");
        assertThat(bench.count(LedgerEvent.REBUILD_FAILED)).isEqualTo(1);
        bench.assertRefused(rebuild("web", "node-a", "node-c", "e2"), "is on sim/node-b");

        bench.done(discard("web", "node-b", "e1"));
        bench.done(rebuild("web", "node-a", "node-c", "e2"));
        bench.sim.faults().clear();
        bench.assertRefused(rebuild, "withdrawn");
        bench.powerOff("node-c");
        bench.done(rebuild("web", "node-c", "node-b", "e3"));
        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isZero();
    }

    @Test
    void theSameRebuildGoesOnAfterItsHostCameBack() {
        bench.powerOff("node-a");
        InstanceTask rebuild = rebuild("web", "node-a", "node-b", "e1");
        bench.begin(rebuild);
        bench.sim.inject(Fault.Kind.HOST_CRASH, "node-b");
        bench.pass(60);
        bench.sim.faults().clear();
        bench.assertFailed(rebuild, "node-b is gone");

        bench.done(rebuild);

        assertThat(bench.stateOn("web", "node-b")).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void whatWasRebuiltIsNotRebuiltAgainWhenSomebodyStoppedIt() {
        bench.powerOff("node-a");
        bench.done(rebuild("web", "node-a", "node-b", "e1"));
        bench.done(stopHard("web", "node-b"));

        bench.assertRefused(rebuild("web", "node-a", "node-b", "e1"), "was rebuilt");
        bench.done(boot("web", "node-b", "e1"));
    }

    @Test
    void aRelocationOutOfAFencedHostFails() {
        bench.done(stopHard("db", "node-a"));
        InstanceTask copy = relocate("db", "node-a", "node-b", "e1");
        bench.begin(copy);

        bench.powerOff("node-a");

        bench.assertFailed(copy, "node-a is gone");
        bench.powerOn("node-a");
        bench.done(copy);
    }
}
