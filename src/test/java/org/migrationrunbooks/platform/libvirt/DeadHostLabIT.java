package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.migrationrunbooks.platform.libvirt.LabFleet.host;
import static org.migrationrunbooks.platform.libvirt.LabFleet.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.lab.LibvirtLab;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.LifeSign.Side;
import org.migrationrunbooks.platform.LifeSign.Verdict;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.Upkeep;

/** Hosts that die, are cut off and come back, with real guests; what goes beyond the contracts. */
class DeadHostLabIT {

    private static final EffectGuard MAY_ACT = () -> {};
    private static final HostId A = host("node-a");
    private static final HostId B = host("node-b");
    private static final String NAME = "evacuated";

    private final String epoch = UUID.randomUUID().toString();
    private LabFleet fleet;
    private LibvirtLab.Guest guest;

    @BeforeEach
    void guestOnNodeA() {
        fleet = new LabFleet();
        guest = fleet.guest(NAME, "--memory", "128", "--working-set", "16", "--disk", "shared", "--label", "tier=gold");
        fleet.lab().virsh("node-a", "autostart", NAME);
    }

    @AfterEach
    void close() {
        fleet.lab().repair();
        fleet.close();
    }

    @Test
    void aGuestOfADeadHostRunsElsewhereWithItsDataAndWhatTheHostBringsBackIsRemoved() {
        upkeep();
        fleet.lab().powerOff("node-a");
        fleet.reopen();
        assertThat(fleet.hypervisor().inventory().instance(NAME)).hasValueSatisfying(dead -> {
            assertThat(dead.host()).isEqualTo(A);
            assertThat(dead.state()).isEqualTo(InstanceState.UNKNOWN);
            assertThat(dead.labels()).containsEntry("tier", "gold");
            assertThat(dead.volumes()).singleElement().satisfies(volume -> {
                assertThat(volume.shared()).isTrue();
                assertThat(volume.size()).isEqualTo(ByteSize.of("64MiB"));
            });
        });
        assertThat(fleet.platform().storage().access(instance(NAME), B))
                .allSatisfy(access -> assertThat(access.reachable()).isTrue());

        assertThat(begin(rebuild(B))).isInstanceOf(TaskAnswer.Accepted.class);

        guest.awaitBeats(100, "node-b");
        assertThat(guest.intact()).isTrue();
        assertThat(guest.bootsOnDisk()).isEqualTo(2);
        fleet.lab().powerOn("node-a");
        fleet.awaitAnswer(A);
        assertThat(fleet.lab().virsh("node-a", "domstate", NAME))
                .as("nothing starts by itself")
                .isEqualTo("shut off");
        assertThat(begin(new InstanceTask.RemoveLeftover(instance(NAME), A))).isInstanceOf(TaskAnswer.Accepted.class);
        assertThat(fleet.lab().virsh("node-a", "list", "--all", "--name")).doesNotContain(NAME);
        assertThat(guest.awaitBeats(20, "node-b").overlaps()).isZero();
    }

    @Test
    void aGuestThatRunsOnOnAHostThatIsCutOffIsNotStartedAgain() {
        upkeep();
        fleet.lab().isolate("node-a");
        guest.awaitWrite();

        assertThat(begin(rebuild(B)))
                .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("still runs somewhere and writes", "Make sure that lab/node-a is off"));

        assertThat(fleet.lab().virsh("node-b", "list", "--all", "--name")).doesNotContain(NAME);
        guest.awaitWrite();
        fleet.lab().reconnect("node-a");
        fleet.awaitAnswer(A);
        assertThat(fleet.hypervisor().whereabouts(instance(NAME)).runsOnlyOn(A)).isTrue();
        assertThat(guest.awaitBeats(20, "node-a").bootIds()).hasSize(1);
        fleet.lab().powerOff("node-a");
        assertThat(begin(rebuild(B))).as("once it is off").isInstanceOf(TaskAnswer.Accepted.class);
        guest.awaitBeats(20, "node-b");
    }

    @Test
    void aHostThatAnswersIsNotDead() {
        upkeep();
        fleet.lab().virsh("node-a", "destroy", NAME);

        assertThat(begin(rebuild(B)))
                .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("lab/node-a answers"));
    }

    @Test
    void whatTheDestinationDoesNotReachIsNotRebuiltThere() {
        upkeep();
        fleet.lab().powerOff("node-a");
        fleet.lab().virsh("node-b", "pool-destroy", "shared");
        try {
            assertThat(begin(rebuild(B)))
                    .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                            .contains("lab/node-b does not reach a volume"));
        } finally {
            fleet.lab().virsh("node-b", "pool-start", "shared");
        }
    }

    @Test
    void memoryThatWasSavedBeforeIsNotGoneOnWith() {
        fleet.lab().virsh("node-a", "managedsave", NAME);
        fleet.lab().virsh("node-a", "start", NAME);
        guest.awaitBeats(20, "node-a");
        upkeep();
        String definition = fleet.lab().virsh("node-a", "dumpxml", "--inactive", "--security-info", NAME);
        fleet.lab().powerOff("node-a");
        fleet.lab().exec("node-b", "sh", "-c", "cat > /tmp/%s.xml <<'X'\n%s\nX".formatted(NAME, definition));
        fleet.lab().exec("node-b", "virsh", "define", "/tmp/" + NAME + ".xml");
        fleet.lab().exec("node-b", "virsh", "start", NAME);
        fleet.lab().exec("node-b", "virsh", "managedsave", NAME);

        assertThat(begin(rebuild(B)))
                .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("saved memory"));
        fleet.lab().exec("node-b", "virsh", "managedsave-remove", NAME);
    }

    @Test
    void afterItsEvacuationAnInstanceThatIsOffIsKnownFromWhatItsHostBringsBack() {
        upkeep();
        fleet.lab().powerOff("node-a");
        assertThat(begin(rebuild(B))).isInstanceOf(TaskAnswer.Accepted.class);
        assertThat(begin(new InstanceTask.Stop(instance(NAME), B, true))).isInstanceOf(TaskAnswer.Accepted.class);
        fleet.lab().powerOn("node-a");
        fleet.awaitAnswer(A);

        assertThat(fleet.hypervisor().inventory().instance(NAME))
                .hasValueSatisfying(off -> assertThat(off.host()).isEqualTo(B));
        assertThat(begin(new InstanceTask.RemoveLeftover(instance(NAME), B)))
                .as("the instance itself")
                .isInstanceOf(TaskAnswer.Refused.class);
        assertThat(begin(new InstanceTask.RemoveLeftover(instance(NAME), A))).isInstanceOf(TaskAnswer.Accepted.class);
        assertThat(begin(new InstanceTask.Boot(instance(NAME), B, epoch))).isInstanceOf(TaskAnswer.Accepted.class);
    }

    @Test
    void ofAHostThatWasNeverReadNothingIsKnownSoItHoldsUpEverything() {
        LabFleet stranger = new LabFleet();
        try {
            fleet.lab().virsh("node-a", "destroy", NAME);
            fleet.lab().powerOff("node-c");
            stranger.reopen();

            assertThat(stranger.platform()
                            .instanceTasks()
                            .orElseThrow()
                            .begin(new InstanceTask.Boot(instance(NAME), A, null), MAY_ACT))
                    .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                            .contains("node-c does not answer"));
        } finally {
            stranger.close();
        }
    }

    @Test
    void autostartIsTakenOffAndSeenInTheDefinition() {
        List<Upkeep.AutostartTakenOff> taken = upkeep();

        assertThat(taken).containsExactly(new Upkeep.AutostartTakenOff(instance(NAME), A));
        assertThat(fleet.lab().virsh("node-a", "dominfo", NAME)).containsPattern("Autostart: +disable");
        assertThat(fleet.lab().virsh("node-a", "metadata", NAME, RelocationNote.NAMESPACE))
                .contains("autostart=\"true\"");
        assertThat(guest.awaitBeats(20, "node-a").continuous()).isTrue();
        assertThat(upkeep()).isEmpty();
    }

    @Test
    void aHealthyHostIsAliveFromEverySide() {
        upkeep();

        assertThat(fleet.platform().lifeSigns(A))
                .allSatisfy(sign -> assertThat(sign.alive()).as("%s", sign).isTrue());
        assertThat(sides()).containsExactly(Side.HYPERVISOR, Side.NETWORK, Side.STORAGE);
    }

    @Test
    void aHostThatIsCutOffShowsThatItLivesByWhatItsGuestsWrite() {
        upkeep();
        fleet.lab().isolate("node-a");

        assertThat(fleet.platform().lifeSigns(A))
                .extracting(LifeSign::side, LifeSign::verdict)
                .containsExactly(
                        tuple(Side.HYPERVISOR, Verdict.SILENT),
                        tuple(Side.NETWORK, Verdict.SILENT),
                        tuple(Side.STORAGE, Verdict.ALIVE));
        assertThat(fleet.platform().lifeSigns(A))
                .filteredOn(sign -> sign.side() == Side.STORAGE)
                .singleElement()
                .satisfies(sign -> assertThat(sign.evidence()).contains("/srv/shared/" + NAME + ".qcow2", "written"));
    }

    @Test
    void aHostWithoutItsManagementLinkIsAliveByItsOtherAddress() {
        upkeep();
        fleet.lab().cutLink("node-a", "management");

        assertThat(fleet.platform().lifeSigns(A))
                .filteredOn(sign -> sign.side() == Side.NETWORK)
                .singleElement()
                .satisfies(sign -> assertThat(sign.alive()).as("%s", sign).isTrue());
    }

    @Test
    void aDeadHostIsSilentFromEverySide() {
        upkeep();
        fleet.lab().powerOff("node-a");

        assertThat(fleet.platform().lifeSigns(A))
                .allSatisfy(sign -> assertThat(sign.verdict()).as("%s", sign).isEqualTo(Verdict.SILENT));
        assertThat(sides()).containsExactly(Side.HYPERVISOR, Side.NETWORK, Side.STORAGE);
    }

    private List<Side> sides() {
        return fleet.platform().lifeSigns(A).stream().map(LifeSign::side).toList();
    }

    private InstanceTask rebuild(HostId to) {
        return new InstanceTask.Rebuild(instance(NAME), A, to, epoch);
    }

    private List<Upkeep.AutostartTakenOff> upkeep() {
        List<Upkeep.AutostartTakenOff> taken = new ArrayList<>();
        fleet.platform().upkeep().orElseThrow().run(MAY_ACT, taken::add);
        return taken;
    }

    private TaskAnswer begin(InstanceTask task) {
        InstanceTasks tasks = fleet.platform().instanceTasks().orElseThrow();
        return tasks.begin(task, MAY_ACT);
    }
}
