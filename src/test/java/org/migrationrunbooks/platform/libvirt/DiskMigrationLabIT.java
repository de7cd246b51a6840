package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.migrationrunbooks.platform.libvirt.LabFleet.host;
import static org.migrationrunbooks.platform.libvirt.LabFleet.instance;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.lab.Heartbeats;
import org.migrationrunbooks.lab.LibvirtLab;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** Guests whose disk only their host has, moved while they run: their data, and what is left on the hosts' disks. */
class DiskMigrationLabIT {

    private static final EffectGuard MAY_ACT = () -> {};
    private static final Strategy.Live DISKS = new Strategy.Live(false, false, true);
    private static final HostId A = host("node-a");
    private static final HostId B = host("node-b");

    private LabFleet fleet;

    @BeforeEach
    void open() {
        fleet = new LabFleet();
    }

    @AfterEach
    void close() {
        fleet.lab().repair();
        fleet.close();
    }

    private LibvirtLab.Guest guest(String name, String... options) {
        String[] all = new String[options.length + 8];
        System.arraycopy(
                new String[] {"--memory", "128", "--working-set", "16", "--disk", "local", "--disk-size", "128"},
                0,
                all,
                0,
                8);
        System.arraycopy(options, 0, all, 8, options.length);
        return fleet.guest(name, all);
    }

    @Test
    void aGuestAndItsDiskArriveAndGoBackWithoutAMissedBeat() {
        LibvirtLab.Guest guest = guest("disk-plain", "--rate", "2");
        MigrationCommand there = command(guest.name(), A, B, DataRate.ofMebibytesPerSecond(8));

        MigrationHandle handle = fleet.start(there);
        MigrationStatus.Running running = fleet.awaitShare(handle, 0.1);
        assertThat(running.progress().phase()).isEqualTo(OperationPhase.COPYING_DISKS);
        assertThat(fleet.awaitOutcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
        assertThat(files("node-a", guest)).isNotEmpty();
        assertThat(fleet.hypervisor().clearAway(handle, MAY_ACT)).isEmpty();

        assertThat(files("node-a", guest)).isEmpty();
        assertThat(files("node-b", guest)).containsExactly(guest.name() + ".qcow2." + CarriedDisks.epoch(there.key()));
        assertThat(fleet.lab().virsh("node-b", "dumpxml", guest.name())).doesNotContain("source-files");
        assertWell(guest, "node-b");

        MigrationCommand back = command(guest.name(), B, A, null);
        MigrationHandle home = fleet.start(back);
        assertThat(fleet.awaitOutcome(home)).isInstanceOf(OperationOutcome.Completed.class);
        assertThat(fleet.hypervisor().clearAway(home, MAY_ACT)).isEmpty();
        assertThat(files("node-b", guest)).isEmpty();
        assertThat(files("node-a", guest)).containsExactly(guest.name() + ".qcow2." + CarriedDisks.epoch(back.key()));
        assertWell(guest, "node-a");
    }

    @Test
    void whatStartsNextAtTheDestinationStartsFromTheCopiedDisk() {
        LibvirtLab.Guest guest = guest("disk-reboot");
        MigrationHandle handle = fleet.start(fleet.command(guest.name(), DISKS));
        assertThat(fleet.awaitOutcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
        assertThat(fleet.hypervisor().clearAway(handle, MAY_ACT)).isEmpty();

        fleet.lab().virsh("node-b", "destroy", guest.name());
        fleet.lab().virsh("node-b", "start", guest.name());

        guest.awaitBeats(50, "node-b");
        await().atMost(Duration.ofSeconds(90)).until(() -> guest.bootsOnDisk() == 2);
        assertThat(guest.intact()).isTrue();
    }

    @Test
    void postCopyTakesABusyGuestAcrossWhenItsDiskIsThere() {
        LibvirtLab.Guest guest = guest("disk-postcopy", "--memory", "192", "--working-set", "64", "--rate", "40");
        MigrationHandle handle = fleet.start(fleet.command(guest.name(), new Strategy.Live(false, true, true)));
        await().atMost(LabFleet.LONGEST_MIGRATION)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    boolean offered =
                            fleet.hypervisor().escalations(handle).contains(new Escalation.SwitchToPostCopy());
                    // Read after it: disks that are copied still were copied then.
                    assertThat(offered && copyingDisks(handle)).isFalse();
                    return offered;
                });

        fleet.hypervisor().escalate(handle, new Escalation.SwitchToPostCopy(), MAY_ACT);

        assertThat(fleet.awaitOutcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
        guest.rate(0); // else it has no time left to read its disk
        assertThat(fleet.hypervisor().clearAway(handle, MAY_ACT)).isEmpty();
        assertWell(guest, "node-b");
    }

    @Test
    void aDestinationThatLosesPowerInMidCopyHoldsTheEndUpAndIsClearedWhenItIsBack() {
        LibvirtLab.Guest guest = guest("disk-power", "--rate", "2");
        MigrationHandle handle = fleet.start(command(guest.name(), A, B, DataRate.ofMebibytesPerSecond(4)));
        fleet.awaitShare(handle, 0.05);

        fleet.lab().powerOff("node-b");

        assertThat(fleet.hypervisor().cancel(handle, MAY_ACT)).isEqualTo(CancelResult.REQUESTED);
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> fleet.hypervisor().clearAway(handle, MAY_ACT));
        fleet.lab().powerOn("node-b");
        assertThat(fleet.awaitOutcome(handle)).isEqualTo(new OperationOutcome.Cancelled(A, InstanceState.RUNNING));
        assertThat(files("node-b", guest)).isNotEmpty();
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptionsInstanceOf(PlatformUnreachableException.class)
                .until(() -> fleet.hypervisor().clearAway(handle, MAY_ACT).isEmpty());
        assertThat(files("node-b", guest)).isEmpty();
        assertThat(files("node-a", guest)).isNotEmpty();
        assertWell(guest, "node-a");
    }

    private boolean copyingDisks(MigrationHandle handle) {
        return fleet.hypervisor().status(handle) instanceof MigrationStatus.Running running
                && running.progress().phase() == OperationPhase.COPYING_DISKS;
    }

    private MigrationCommand command(String name, HostId from, HostId to, @Nullable DataRate bandwidth) {
        return new MigrationCommand(
                OperationKey.of(RunbookId.random(), "transfer", 1),
                new MigrationRequest(instance(name), from, to, DISKS, bandwidth, Duration.ofMillis(500)),
                fleet.hypervisor().baseline(instance(name)));
    }

    /** The names of this guest's files in the host's own pool. */
    private List<String> files(String node, LibvirtLab.Guest guest) {
        return fleet.lab()
                .exec(node, "ls", "/srv/local")
                .lines()
                .filter(name -> name.startsWith(guest.name() + "."))
                .toList();
    }

    private void assertWell(LibvirtLab.Guest guest, String node) {
        guest.awaitBeats(120, node);
        Heartbeats heartbeats = guest.heartbeats();
        assertThat(heartbeats.continuous()).as("%s", heartbeats).isTrue();
        assertThat(heartbeats.currentHosts()).containsExactly(node);
        assertThat(guest.intact()).as("the data file on its disk").isTrue();
        assertThat(fleet.hypervisor().whereabouts(instance(guest.name())).runsOnlyOn(host(node)))
                .isTrue();
    }
}
