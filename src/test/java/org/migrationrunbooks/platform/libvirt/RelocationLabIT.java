package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/** What a cold migration leaves on the hosts' disks and in their definitions when it breaks off, beyond the contract. */
class RelocationLabIT {

    private static final EffectGuard MAY_ACT = () -> {};
    private static final String GUEST = "relocated";
    private static final String FILE = "/srv/local/" + GUEST + ".qcow2";
    private static final HostId FROM = LabFleet.host("node-a");
    private static final HostId TO = LabFleet.host("node-b");

    private final String epoch = UUID.randomUUID().toString();
    private final InstanceId instance = LabFleet.instance(GUEST);
    private LabFleet fleet;

    @BeforeEach
    void stoppedGuest() {
        fleet = new LabFleet(Map.of("leaveAutostart", "true"));
        fleet.guest(GUEST, "--memory", "128", "--working-set", "16", "--disk", "local", "--disk-size", "128");
        fleet.lab().virsh("node-a", "autostart", GUEST);
        done(new InstanceTask.Stop(instance, FROM, true));
    }

    @AfterEach
    void close() {
        fleet.lab().repair();
        fleet.close();
    }

    @Test
    void whatAnEarlierAttemptLeftIsComparedAndNotBelieved() {
        tasks().begin(relocate(DataRate.ofMebibytesPerSecond(8)), MAY_ACT);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tasks().look(relocate(null)) instanceof TaskStanding.UnderWay way
                        && way.progress().processed().bytes() > 20 << 20);
        fleet.reopen();
        String copy = FILE + "." + epoch;
        await().atMost(Duration.ofSeconds(10))
                .until(() -> sum("node-b", copy), before -> before.equals(sum("node-b", copy)));
        assertThat(sum("node-b", copy)).isNotEqualTo(sum("node-a", FILE));
        fleet.lab().exec("node-b", "sh", "-c", "printf broken | dd of=" + copy + " bs=1 seek=1000000 conv=notrunc");
        assertThat(tasks().look(relocate(null))).isInstanceOf(TaskStanding.NotDone.class);

        done(relocate(null));

        assertThat(sum("node-b", copy)).isEqualTo(sum("node-a", FILE));
    }

    @Test
    void aReleaseThatBrokeOffBetweenFilesAndDefinitionIsFinished() {
        done(relocate(null));
        fleet.lab().virsh("node-a", "vol-delete", FILE);

        done(new InstanceTask.ReleaseSource(instance, FROM, TO, epoch));

        assertThat(fleet.lab().virsh("node-a", "list", "--all", "--name")).doesNotContain(GUEST);
        // It is off and stays off: it starts with its host as it did before.
        assertThat(fleet.lab().virsh("node-b", "dominfo", GUEST)).containsPattern("Autostart: +enable");
    }

    @Test
    void aSourceIsNotReleasedWhereTheCopyHasLostAFile() {
        done(relocate(null));
        fleet.lab().virsh("node-b", "vol-delete", FILE + "." + epoch);

        assertThat(tasks().begin(new InstanceTask.ReleaseSource(instance, FROM, TO, epoch), MAY_ACT))
                .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("no volume " + FILE));
        assertThat(sum("node-a", FILE)).isNotEmpty();
    }

    @Test
    void aDiscardedCopyLeavesNoFileAndTheSourceStartsByItselfAgain() {
        done(relocate(null));
        assertThat(fleet.lab().virsh("node-a", "dominfo", GUEST)).containsPattern("Autostart: +disable");

        done(new InstanceTask.DiscardCopy(instance, TO, epoch));

        assertThat(fleet.lab().exec("node-b", "ls", "/srv/local")).doesNotContain(GUEST);
        assertThat(fleet.lab().virsh("node-a", "dominfo", GUEST)).containsPattern("Autostart: +enable");
    }

    @Test
    void aCopyIsNotBootedWhileTheSourceIsSilent() {
        done(relocate(null));
        fleet.lab().cutLink("node-a", "management");
        fleet.reopen();

        assertThat(tasks().begin(new InstanceTask.Boot(instance, TO, epoch), MAY_ACT))
                .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("node-a does not answer"));
        assertThat(fleet.lab().virsh("node-b", "domstate", GUEST)).isEqualTo("shut off");
    }

    @Test
    void aStartAtTheSourceOutdatesTheCopy() {
        done(relocate(null));
        done(new InstanceTask.Boot(instance, FROM, null));
        done(new InstanceTask.Stop(instance, FROM, true));

        assertThat(tasks().begin(new InstanceTask.Boot(instance, TO, epoch), MAY_ACT))
                .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("withdrawn"));
    }

    private InstanceTasks tasks() {
        return fleet.platform().instanceTasks().orElseThrow();
    }

    private InstanceTask relocate(@Nullable DataRate bandwidth) {
        return new InstanceTask.Relocate(instance, FROM, TO, epoch, bandwidth);
    }

    private String sum(String node, String file) {
        return fleet.lab().exec(node, "sha256sum", file).substring(0, 64);
    }

    private void done(InstanceTask task) {
        assertThat(tasks().begin(task, MAY_ACT)).as("%s", task).isInstanceOf(TaskAnswer.Accepted.class);
        TaskStanding standing = await().atMost(Duration.ofSeconds(60))
                .until(() -> tasks().look(task), seen -> !(seen instanceof TaskStanding.UnderWay));
        assertThat(standing).as("%s", task).isInstanceOf(TaskStanding.Done.class);
    }
}
