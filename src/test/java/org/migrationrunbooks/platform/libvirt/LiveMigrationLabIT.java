package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.migrationrunbooks.platform.libvirt.LabFleet.host;
import static org.migrationrunbooks.platform.libvirt.LabFleet.instance;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.lab.Heartbeats;
import org.migrationrunbooks.lab.LibvirtLab;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.Trace;

/** Real guests on real hosts, as heard from outside. */
class LiveMigrationLabIT {

    private LabFleet fleet;

    @BeforeEach
    void open() {
        fleet = new LabFleet();
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void movesALoadedGuestWithoutAMissedBeat() {
        LibvirtLab.Guest guest = fleet.guest("lv-plain", "--rate", "5", "--disk", "shared");
        MigrationCommand command = fleet.command(guest.name(), Strategy.PLAIN);
        assertThat(fleet.hypervisor().preflight(command.request()).blockers()).isEmpty();
        assertThat(fleet.hypervisor().find(command)).isInstanceOf(Trace.NotStarted.class);

        MigrationHandle handle = fleet.start(command);
        assertThat(fleet.hypervisor().find(command)).isInstanceOf(Trace.Found.class);
        MigrationStatus.Running running = fleet.awaitShare(handle, 0.2);
        assertThat(running.progress().phase()).isEqualTo(OperationPhase.PRE_COPY);
        assertThat(running.progress().iteration()).isPositive();
        assertThat(running.progress().throughput()).isNotNull();
        assertThat(fleet.hypervisor().whereabouts(instance(guest.name())).on(host("node-b")))
                .hasValueSatisfying(arriving -> {
                    assertThat(arriving.incoming()).isTrue();
                    assertThat(arriving.mark()).isEqualTo(command.key());
                });

        OperationOutcome outcome = fleet.awaitOutcome(handle);

        assertThat(outcome).isInstanceOfSatisfying(OperationOutcome.Completed.class, completed -> {
            assertThat(completed.host()).isEqualTo(host("node-b"));
            assertThat(completed.totalTime()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(60));
            assertThat(completed.downtime()).isNotNull();
        });
        assertArrived(guest);
    }

    @ParameterizedTest(name = "{0} MiB/s")
    @ValueSource(ints = {25, 40})
    void postCopyTakesAGuestAcrossThatPreCopyNeverWould(int rate) {
        LibvirtLab.Guest guest = fleet.guest("lv-postcopy", "--rate", Integer.toString(rate));
        MigrationHandle handle = fleet.start(fleet.command(guest.name(), new Strategy.Live(false, true)));
        fleet.awaitShare(handle, 1.1);
        assertThat(fleet.hypervisor().escalations(handle))
                .hasSize(2)
                .last()
                .isInstanceOf(Escalation.SwitchToPostCopy.class);

        fleet.hypervisor().escalate(handle, new Escalation.SwitchToPostCopy(), () -> {});
        await().atMost(LabFleet.LONGEST_MIGRATION)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    MigrationStatus status = fleet.hypervisor().status(handle);
                    if (status instanceof MigrationStatus.Running running
                            && running.progress().phase() == OperationPhase.POST_COPY) {
                        assertThat(fleet.hypervisor().cancel(handle, () -> {}))
                                .isIn(CancelResult.TOO_LATE, CancelResult.NOTHING_TO_CANCEL);
                    }
                    return status instanceof MigrationStatus.Ended;
                });

        assertThat(fleet.awaitOutcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
        assertArrived(guest);
    }

    @Test
    void autoConvergeSlowsTheGuestDownUntilItIsAcross() {
        LibvirtLab.Guest guest = fleet.guest("lv-converge", "--rate", "22");
        MigrationHandle handle = fleet.start(fleet.command(guest.name(), new Strategy.Live(true, false)));
        await().atMost(LabFleet.LONGEST_MIGRATION)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> fleet.hypervisor().status(handle) instanceof MigrationStatus.Running running
                        && running.progress().throttlePercent() != null
                        && running.progress().throttlePercent() > 0);

        assertThat(fleet.awaitOutcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
        assertArrived(guest);
    }

    @Test
    void cancellingLeavesTheGuestWhereItWas() {
        LibvirtLab.Guest guest = fleet.guest("lv-cancel", "--rate", "25");
        MigrationHandle handle = fleet.start(fleet.command(guest.name(), Strategy.PLAIN));
        fleet.awaitShare(handle, 0.3);

        assertThat(fleet.hypervisor().cancel(handle, () -> {})).isEqualTo(CancelResult.REQUESTED);

        assertThat(fleet.awaitOutcome(handle))
                .isEqualTo(new OperationOutcome.Cancelled(host("node-a"), InstanceState.RUNNING));
        assertThat(fleet.hypervisor().cancel(handle, () -> {})).isEqualTo(CancelResult.NOTHING_TO_CANCEL);
        assertStayed(guest);
    }

    @Test
    void findsAndFinishesAMigrationAfterARestartOfTheApplication() {
        LibvirtLab.Guest guest = fleet.guest("lv-restart", "--rate", "5");
        MigrationCommand command = fleet.command(guest.name(), Strategy.PLAIN);
        fleet.awaitShare(fleet.start(command), 0.2);

        fleet.reopen();

        Trace trace = fleet.hypervisor().find(command);
        assertThat(trace).isInstanceOf(Trace.Found.class);
        assertThat(fleet.awaitOutcome(((Trace.Found) trace).handle())).isInstanceOf(OperationOutcome.Completed.class);
        assertThat(fleet.hypervisor().find(command)).isInstanceOf(Trace.Found.class);
        assertThat(fleet.lab().migrations("node-a", guest.name())).isEqualTo(1);
        assertArrived(guest);
    }

    private void assertArrived(LibvirtLab.Guest guest) {
        guest.awaitBeats(120, "node-b");
        Heartbeats heartbeats = guest.heartbeats();
        assertThat(heartbeats.continuous()).as("%s", heartbeats).isTrue();
        assertThat(heartbeats.currentHosts()).containsExactly("node-b");
        assertThat(fleet.hypervisor().whereabouts(instance(guest.name())).runsOnlyOn(host("node-b")))
                .isTrue();
        assertThat(fleet.lab().virsh("node-a", "list", "--all", "--name")).doesNotContain(guest.name());
    }

    private void assertStayed(LibvirtLab.Guest guest) {
        guest.awaitBeats(120, "node-a");
        Heartbeats heartbeats = guest.heartbeats();
        assertThat(heartbeats.continuous()).as("%s", heartbeats).isTrue();
        assertThat(heartbeats.currentHosts()).containsExactly("node-a");
        assertThat(fleet.hypervisor().whereabouts(instance(guest.name())).runsOnlyOn(host("node-a")))
                .isTrue();
    }
}
