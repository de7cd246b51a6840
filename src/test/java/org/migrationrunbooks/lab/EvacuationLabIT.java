package org.migrationrunbooks.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evacuation of a real host that is cut off while its guest writes on, and the return of that host. */
class EvacuationLabIT {

    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String HOST = "node-a";

    private final LibvirtLab lab = LibvirtLab.up();
    private LabApplication application;

    @BeforeEach
    void startTheApplication(@TempDir Path folder) {
        leaveTheHostsWell();
        application = new LabApplication(folder, lab.configuration());
    }

    @AfterEach
    void leaveTheLabAsItWas() {
        application.close();
        leaveTheHostsWell();
        lab.destroyIfThere("rescued");
        lab.destroyIfThere("attested");
    }

    private void leaveTheHostsWell() {
        lab.thawBmc(HOST);
        lab.repair();
    }

    private LibvirtLab.Guest guest(String name) {
        lab.destroyIfThere(name);
        LibvirtLab.Guest guest = lab.guest(name, "--memory", "128", "--working-set", "16", "--disk", "shared");
        guest.awaitWrite();
        return guest;
    }

    @Test
    void aHostThatIsCutOffIsSwitchedOffBeforeItsGuestIsRebuiltAndIsCleanedBeforeItIsBack() {
        LibvirtLab.Guest guest = guest("rescued");
        application.awaitListed(guest.name());
        lab.isolate(HOST);

        String run = application.evacuate(HOST);

        JsonNode waiting = application.await(run, "awaiting-approval", PATIENCE);
        assertThat(waiting.at("/plan/dispositions").findValuesAsText("kind")).contains("rebuild");
        guest.awaitWrite();
        assertThat(lab.powerOf(HOST)).isEqualTo("on");
        application.approve(run);
        Instant approved = Instant.now();
        JsonNode done = application.await(run, "completed", PATIENCE);
        Heartbeats heard = guest.awaitBeats(20);
        System.out.printf(
                "From the approval to the guest running elsewhere: %.1f s%n",
                Duration.between(approved, Instant.now()).toMillis() / 1000.0);

        assertThat(done.at("/ending/code").asText()).isEqualTo("evacuated");
        assertThat(done.at("/evidence/0/power").asText()).isEqualTo("off");
        assertThat(done.at("/evidence/0/method").asText()).isEqualTo("fence_ipmilan");
        assertThat(lab.powerOf(HOST)).isEqualTo("off");
        assertThat(heard.currentHosts()).doesNotContain(HOST).hasSize(1);
        assertThat(heard.overlaps()).isZero();
        assertThat(guest.intact()).as("the data on its disk").isTrue();
        assertThat(application.host(HOST).path("state").asText()).isEqualTo("quarantined");
        assertReturned(guest);
    }

    private void assertReturned(LibvirtLab.Guest guest) {
        lab.reconnect(HOST);
        String run = application.returnToService(HOST);
        JsonNode found = application.await(run, "awaiting-approval", PATIENCE);
        assertThat(found.at("/plan/dispositions").findValuesAsText("kind")).contains("leftover");
        assertThat(lab.virsh(HOST, "domstate", guest.name())).isEqualTo("shut off");
        assertThat(application.host(HOST).path("state").asText()).isEqualTo("quarantined");

        application.approve(run);

        application.await(run, "completed", PATIENCE);
        assertThat(lab.virsh(HOST, "list", "--all", "--name")).doesNotContain(guest.name());
        assertThat(application.host(HOST).path("state").asText()).isEqualTo("up");
        assertThat(guest.intact()).as("the data on its disk").isTrue();
    }

    @Test
    void withBrokenFencingTwoPeopleAttestAndNobodyWhileItsGuestWrites() {
        LibvirtLab.Guest guest = guest("attested");
        application.awaitListed(guest.name());
        lab.freezeBmc(HOST);
        lab.isolate(HOST);
        String run = application.evacuate(HOST);
        application.approve(run);
        application.await(run, "needs-attention", PATIENCE);
        guest.awaitWrite();

        assertThat(application.attest("operator", run, HOST, 409).path("code").asText())
                .isEqualTo("SIGN_OF_LIFE");

        lab.powerOff(HOST);
        application.attest("operator", run, HOST, 200);
        assertThat(application
                        .await(run, "needs-attention", PATIENCE)
                        .path("attention")
                        .asText())
                .contains("a second person has to");
        assertThat(application.attest("operator", run, HOST, 409).path("code").asText())
                .isEqualTo("ALREADY_ATTESTED");
        application.attest("approver2", run, HOST, 200);

        JsonNode done = application.await(run, "completed", PATIENCE);
        assertThat(done.at("/ending/code").asText()).isEqualTo("evacuated");
        assertThat(done.path("attestations").findValuesAsText("person")).containsExactly("operator", "approver2");
        assertThat(application.audited("HOST_ATTESTED_OFF")).hasSize(2);
        assertThat(guest.awaitBeats(20).currentHosts()).doesNotContain(HOST).hasSize(1);
        assertThat(guest.intact()).as("the data on its disk").isTrue();
    }
}
