package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/** What becomes of a stopped instance's firmware variables and TPM state on the hosts' disks, beyond the contract. */
class FirmwareLabIT {

    private static final EffectGuard MAY_ACT = () -> {};
    private static final String GUEST = "with-firmware";
    private static final String VARIABLES = FirmwareFolder.PATH + "/" + GUEST + "_VARS.fd";
    private static final String SHARED = "/srv/shared/" + GUEST + "_VARS.fd";
    private static final String TPM = "/srv/shared/" + GUEST + "-tpm";
    private static final HostId FROM = LabFleet.host("node-a");
    private static final HostId TO = LabFleet.host("node-b");

    private final String epoch = UUID.randomUUID().toString();
    private final String copy = VARIABLES + "." + epoch;
    private final InstanceId instance = LabFleet.instance(GUEST);
    private LabFleet fleet;

    @BeforeEach
    void stoppedGuest() {
        fleet = new LabFleet();
        fleet.stoppedGuest(GUEST, "--memory", "192", "--working-set", "16", "--firmware", "uefi");
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    /** As its guest and people might have left them: not what the template has. */
    private void variables() {
        exec(
                "node-a",
                "head -c 540672 /dev/urandom > %1$s && chown 64055:64055 %1$s && chmod 0640 %1$s".formatted(VARIABLES));
    }

    @Test
    void variablesArriveAsTheyAreAndGoFromTheSourceWithItsDefinition() {
        variables();
        String sum = sum("node-a", VARIABLES);

        done(relocate());

        assertThat(sum("node-b", copy)).isEqualTo(sum);
        assertThat(exec("node-b", "stat --format '%a %u %g' " + copy))
                .as("mode and owner")
                .isEqualTo("640 64055 64055");
        assertThat(sum("node-a", VARIABLES)).isEqualTo(sum);
        assertThat(fleet.lab().virsh("node-b", "dumpxml", GUEST)).contains(">" + copy + "</nvram>");
        assertNoPoolIsLeft();

        done(new InstanceTask.ReleaseSource(instance, FROM, TO, epoch));

        assertThat(variablesAt("node-a")).isEmpty();
        assertThat(sum("node-b", copy)).isEqualTo(sum);
        assertNoPoolIsLeft();
    }

    @Test
    void whatAnEarlierAttemptLeftIsComparedAndNotBelieved() {
        variables();
        exec("node-b", "head -c 540672 /dev/urandom > " + copy);

        done(relocate());

        assertThat(sum("node-b", copy)).isEqualTo(sum("node-a", VARIABLES));
    }

    @Test
    void aDiscardedCopyLeavesNoVariablesAlsoWhereItWasNeverDefined() {
        variables();
        exec("node-b", "head -c 1000 /dev/urandom > " + copy);
        assertThat(tasks().look(discard())).isInstanceOf(TaskStanding.NotDone.class);

        done(discard());

        assertThat(variablesAt("node-b")).isEmpty();
        assertThat(variablesAt("node-a")).isEqualTo(VARIABLES);
        assertNoPoolIsLeft();
    }

    @Test
    void aDiscardedCopyTakesItsVariablesWithIt() {
        variables();
        done(relocate());

        done(discard());

        assertThat(variablesAt("node-b")).isEmpty();
        assertThat(variablesAt("node-a")).isEqualTo(VARIABLES);
    }

    @Test
    void aSourceIsNotReleasedWhereTheCopyHasLostItsVariables() {
        variables();
        done(relocate());
        exec("node-b", "rm " + copy);

        assertThat(tasks().begin(new InstanceTask.ReleaseSource(instance, FROM, TO, epoch), MAY_ACT))
                .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                        .contains("node-b has no copy of " + VARIABLES));
        assertThat(variablesAt("node-a")).isEqualTo(VARIABLES);
    }

    @Test
    void anInstanceThatWasNeverStartedArrivesAndIsGivenItsVariablesByTheFirstStart() {
        done(relocate());
        assertThat(variablesAt("node-b")).isEmpty();
        done(new InstanceTask.ReleaseSource(instance, FROM, TO, epoch));

        done(new InstanceTask.Boot(instance, TO, epoch));

        fleet.lab().find(GUEST).awaitBeats(20, "node-b");
        assertThat(variablesAt("node-b")).isEqualTo(copy);
    }

    @Test
    void aDestinationWithoutTheFirmwareIsNamed() {
        variables();
        assertThat(blockers()).extracting(Blocker::code).doesNotContain(BlockerCode.FIRMWARE_MISSING);
        exec("node-b", "mv /usr/share/OVMF /usr/share/OVMF.away");
        try {
            restart(TO);

            assertThat(blockers())
                    .filteredOn(blocker -> blocker.code() == BlockerCode.FIRMWARE_MISSING)
                    .singleElement()
                    .satisfies(blocker ->
                            assertThat(blocker.reason()).contains("node-b", "/usr/share/OVMF/OVMF_CODE_4M.fd"));
        } finally {
            exec("node-b", "mv /usr/share/OVMF.away /usr/share/OVMF");
            restart(TO);
        }
    }

    @Test
    void variablesOnSharedStorageStayWhereTheyAre() {
        exec(
                "node-a",
                """
                head -c 540672 /dev/urandom > %2$s && virsh -q dumpxml %1$s | sed "s#>%3$s<#>%2$s<#" > /tmp/domain.xml &&
                virsh -q define /tmp/domain.xml"""
                        .formatted(GUEST, SHARED, VARIABLES));
        String sum = sum("node-a", SHARED);
        try {
            done(relocate());
            done(new InstanceTask.ReleaseSource(instance, FROM, TO, epoch));

            assertThat(fleet.lab().virsh("node-b", "dumpxml", GUEST)).contains(">" + SHARED + "</nvram>");
            assertThat(sum("node-b", SHARED)).isEqualTo(sum);
        } finally {
            exec("node-b", "rm -f " + SHARED);
        }
    }

    /** libvirt would take it away with the definition at the source, and the instance at the destination would lose it. */
    @Test
    void tpmStateOnSharedStorageStaysWhenTheSourceIsReleased() {
        exec(
                "node-a",
                """
                cd /srv/shared && mkdir %2$s && echo state > %2$s/tpm2-00.permall && virsh -q dumpxml %1$s |
                sed "s#</devices>#<tpm model='tpm-crb'><backend type='emulator'><source type='dir' path='%2$s'/></backend></tpm></devices>#" \
                > %2$s/domain.xml && virsh -q define %2$s/domain.xml"""
                        .formatted(GUEST, TPM));
        try {
            done(relocate());
            done(new InstanceTask.ReleaseSource(instance, FROM, TO, epoch));

            assertThat(exec("node-b", "cat " + TPM + "/tpm2-00.permall")).isEqualTo("state");
        } finally {
            exec("node-b", "rm -rf " + TPM);
        }
    }

    private List<Blocker> blockers() {
        return fleet.hypervisor()
                .preflight(new MigrationRequest(instance, FROM, TO, Strategy.PLAIN, null, Duration.ofMillis(300)))
                .blockers();
    }

    /** libvirt remembers for as long as it runs which firmware a host has. */
    private void restart(HostId host) {
        fleet.lab().powerOff(host.name());
        fleet.lab().powerOn(host.name());
        fleet.awaitAnswer(host);
    }

    private void assertNoPoolIsLeft() {
        for (HostId host : List.of(FROM, TO)) {
            assertThat(fleet.lab()
                            .virsh(host.name(), "pool-list", "--all", "--name")
                            .lines())
                    .as("pools of %s", host)
                    .map(String::strip)
                    .filteredOn(name -> !name.isEmpty())
                    .containsExactlyInAnyOrder("local", "shared");
        }
    }

    private String variablesAt(String node) {
        return exec(node, "find %s -name '%s*'".formatted(FirmwareFolder.PATH, GUEST));
    }

    private String sum(String node, String file) {
        return exec(node, "sha256sum " + file).substring(0, 64);
    }

    private String exec(String node, String script) {
        return fleet.lab().exec(node, "sh", "-c", script);
    }

    private InstanceTasks tasks() {
        return fleet.platform().instanceTasks().orElseThrow();
    }

    private InstanceTask relocate() {
        return new InstanceTask.Relocate(instance, FROM, TO, epoch, null);
    }

    private InstanceTask discard() {
        return new InstanceTask.DiscardCopy(instance, TO, epoch);
    }

    private void done(InstanceTask task) {
        assertThat(tasks().begin(task, MAY_ACT)).as("%s", task).isInstanceOf(TaskAnswer.Accepted.class);
        TaskStanding standing = await().atMost(Duration.ofSeconds(60))
                .until(() -> tasks().look(task), seen -> !(seen instanceof TaskStanding.UnderWay));
        assertThat(standing).as("%s", task).isInstanceOf(TaskStanding.Done.class);
    }
}
