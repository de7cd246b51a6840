package org.migrationrunbooks.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The cold migration runbook on real guests whose disk only their host has: asked for over REST, judged from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ColdMigrationLabIT {

    private static final String VARIABLES = "/var/lib/libvirt/qemu/nvram/%s_VARS.fd";
    private static final String TEMPLATE = "/usr/share/OVMF/OVMF_VARS_4M.fd";
    private static final Duration MIGRATION = Duration.ofMinutes(5);

    private final LibvirtLab lab = LibvirtLab.up();
    private final List<String> guests = new ArrayList<>();
    private boolean smallDisk;
    private LabApplication application;

    @BeforeAll
    void startTheApplication(@TempDir Path folder) {
        lab.repair();
        application = new LabApplication(folder, lab.configuration());
    }

    @AfterAll
    void stopTheApplication() {
        application.close();
    }

    @AfterEach
    void leaveTheLabAsItWas() {
        lab.repair();
        if (!lab.virsh("node-b", "pool-list", "--name").contains("local")) {
            lab.virsh("node-b", "pool-start", "local");
        }
        if (smallDisk) {
            smallDisk = false;
            lab.exec("node-b", "umount", "/srv/local");
            lab.virsh("node-b", "pool-refresh", "local");
        }
        guests.forEach(lab::destroyIfThere);
    }

    private LibvirtLab.Guest guest(String name, String... options) {
        lab.destroyIfThere(name);
        guests.add(name);
        List<String> all = new ArrayList<>(List.of("--memory", "128", "--working-set", "16", "--disk", "local"));
        all.addAll(List.of(options));
        return lab.guest(name, all.toArray(String[]::new));
    }

    private LibvirtLab.Guest uefiGuest(String name, String... options) {
        List<String> all = new ArrayList<>(List.of("--memory", "192", "--firmware", "uefi"));
        all.addAll(List.of(options));
        return guest(name, all.toArray(String[]::new));
    }

    /** The files of firmware variables that a host has. */
    private String variables(String node) {
        return lab.exec(node, "ls", "/var/lib/libvirt/qemu/nvram");
    }

    private String sum(String node, String file) {
        return lab.exec(node, "sha256sum", file).substring(0, 64);
    }

    private String migrate(LibvirtLab.Guest guest, @Nullable String bandwidth) {
        Map<String, Object> body =
                new HashMap<>(Map.of("instance", guest.name(), "destination", "node-b", "reason", "a lab test"));
        if (bandwidth != null) {
            body.put("bandwidth", bandwidth);
        }
        return application.migrateCold(body);
    }

    private static Map<String, Object> request(LibvirtLab.Guest guest) {
        return Map.of("instance", guest.name(), "destination", "node-b", "reason", "a lab test");
    }

    /** Gives node-b a disk of its own for the pool, too small for what a test does next. */
    private void smallDisk(String size) {
        lab.exec("node-b", "mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", "/srv/local");
        smallDisk = true;
    }

    @Test
    void aGuestWithItsOwnDiskIsMovedWithEverythingOnItAndTheSourceIsClean() {
        LibvirtLab.Guest guest = guest("cold-plain");
        lab.virsh("node-a", "autostart", guest.name());

        String run = migrate(guest, null);
        application.approve(run);
        application.await(run, "completed", MIGRATION);

        assertMoved(guest);
        assertThat(lab.virsh("node-b", "dominfo", guest.name())).containsPattern("Autostart: +disable");
        assertThat(lab.virsh("node-b", "dumpxml", guest.name()))
                .as("the note that the host started it, in whichever quotes")
                .containsPattern("<mrre:relocation [^>]*autostart=[\"']true[\"']");
    }

    @Test
    void anInstanceThatIsOffMovesWithTheVariablesThatItsFirmwareWrote() {
        LibvirtLab.Guest guest = uefiGuest("cold-uefi");
        lab.virsh("node-a", "destroy", guest.name());
        String written = sum("node-a", VARIABLES.formatted(guest.name()));
        assertThat(written).as("what the firmware wrote at the first start").isNotEqualTo(sum("node-a", TEMPLATE));

        String run = migrate(guest, null);
        application.approve(run);
        application.await(run, "completed", MIGRATION);

        assertThat(variables("node-a")).doesNotContain(guest.name());
        assertThat(lab.virsh("node-a", "list", "--all", "--name")).doesNotContain(guest.name());
        assertThat(lab.virsh("node-b", "domstate", guest.name())).isEqualTo("shut off");
        assertThat(lab.exec("node-b", "sh", "-c", "sha256sum " + VARIABLES.formatted(guest.name()) + ".*"))
                .as("the only copy at the destination")
                .containsOnlyOnce(guest.name())
                .startsWith(written);
        lab.virsh("node-b", "start", guest.name());
        guest.awaitBeats(20, "node-b");
    }

    @Test
    void afterAKillInMidCopyTheCopyIsGoneOnWithAndTheGuestArrives() {
        LibvirtLab.Guest guest = uefiGuest("cold-kill", "--disk-size", "128");
        String run = migrate(guest, "4MB");
        application.approve(run);
        application.awaitTransferring(run);

        application.killAndRestart();

        application.await(run, "completed", MIGRATION);
        assertMoved(guest);
        assertThat(variables("node-a")).doesNotContain(guest.name());
        assertThat(variables("node-b")).containsOnlyOnce(guest.name());
    }

    @Test
    void aCopyWhoseStorageGoesAwayIsTakenBackAndTheGuestRunsAtTheSource() {
        LibvirtLab.Guest guest = uefiGuest("cold-broken", "--disk-size", "128");
        String run = migrate(guest, "4MB");
        application.approve(run);
        application.awaitTransferring(run);
        assertThat(variables("node-b")).as("copied first").contains(guest.name());

        lab.virsh("node-b", "pool-destroy", "local");

        JsonNode waiting = application.await(run, "needs-attention", MIGRATION);
        assertThat(waiting.path("attention").asText()).contains("storage pool", "stopped on node-a");
        lab.virsh("node-b", "pool-start", "local");
        application.decide(run, "give-up");
        application.await(run, "rolled-back", MIGRATION);
        assertTakenBack(guest, run);
        assertThat(variables("node-a")).containsOnlyOnce(guest.name());
        assertThat(variables("node-b")).doesNotContain(guest.name());
        assertThat(lab.virsh("node-b", "pool-list", "--all", "--name")).doesNotContain("nvram");
    }

    @Test
    void aDestinationWithoutRoomIsRefusedBeforeTheGuestIsStopped() {
        LibvirtLab.Guest guest = guest("cold-small");
        smallDisk("8m");

        JsonNode problem = application.refuseCold(request(guest));

        assertThat(problem.path("reasons").toString()).contains("POOL_FULL", "/srv/local");
        Heartbeats heard = guest.awaitBeats(50, "node-a");
        assertThat(heard.continuous()).as("%s", heard).isTrue();
    }

    private void assertMoved(LibvirtLab.Guest guest) {
        Heartbeats heard = guest.awaitBeats(100, "node-b");
        assertThat(heard.currentHosts()).containsExactly("node-b");
        assertThat(heard.bootIds()).as("lives: one before, one after").hasSize(2);
        assertThat(heard.overlaps()).isZero();
        assertThat(guest.intact()).as("the data file on its disk").isTrue();
        assertThat(guest.bootsOnDisk()).as("starts counted on its disk").isEqualTo(2);
        assertThat(lab.virsh("node-a", "list", "--all", "--name")).doesNotContain(guest.name());
        assertThat(lab.exec("node-a", "ls", "/srv/local")).doesNotContain(guest.name());
        assertThat(lab.virsh("node-b", "domstate", guest.name())).isEqualTo("running");
    }

    private void assertTakenBack(LibvirtLab.Guest guest, String run) {
        Heartbeats heard = guest.awaitBeats(100, "node-a");
        assertThat(heard.currentHosts()).containsExactly("node-a");
        assertThat(heard.overlaps()).isZero();
        assertThat(guest.intact()).as("the data file on its disk").isTrue();
        assertThat(lab.virsh("node-b", "list", "--all", "--name")).doesNotContain(guest.name());
        assertThat(lab.exec("node-b", "ls", "/srv/local")).doesNotContain(run);
    }
}
