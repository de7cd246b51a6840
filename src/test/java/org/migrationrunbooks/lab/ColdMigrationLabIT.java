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
    void afterAKillInMidCopyTheCopyIsGoneOnWithAndTheGuestArrives() {
        LibvirtLab.Guest guest = guest("cold-kill", "--disk-size", "128");
        String run = migrate(guest, "4MB");
        application.approve(run);
        application.awaitTransferring(run);

        application.killAndRestart();

        application.await(run, "completed", MIGRATION);
        assertMoved(guest);
    }

    @Test
    void aCopyWhoseStorageGoesAwayIsTakenBackAndTheGuestRunsAtTheSource() {
        LibvirtLab.Guest guest = guest("cold-broken", "--disk-size", "128");
        String run = migrate(guest, "4MB");
        application.approve(run);
        application.awaitTransferring(run);

        lab.virsh("node-b", "pool-destroy", "local");

        JsonNode waiting = application.await(run, "needs-attention", MIGRATION);
        assertThat(waiting.path("attention").asText()).contains("storage pool", "stopped on node-a");
        lab.virsh("node-b", "pool-start", "local");
        application.decide(run, "give-up");
        application.await(run, "rolled-back", MIGRATION);
        assertTakenBack(guest, run);
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
