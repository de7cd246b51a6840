package org.migrationrunbooks.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The live migration runbook on real guests: asked for over REST, approved by another person, judged from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunbookLabIT {

    private static final Duration MIGRATION = Duration.ofMinutes(5);

    private final LibvirtLab lab = LibvirtLab.up();
    private final List<String> guests = new ArrayList<>();
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
        guests.forEach(lab::destroyIfThere);
    }

    private LibvirtLab.Guest guest(String name, String... options) {
        lab.destroyIfThere(name);
        guests.add(name);
        return lab.guest(name, options);
    }

    @Test
    void anApprovedMigrationMovesALoadedGuestWithoutAMissedBeat() {
        LibvirtLab.Guest guest = guest("rb-plain", "--rate", "5", "--disk", "shared");

        String run = application.migrate(guest.name(), "node-b");
        JsonNode approved = application.approve(run);
        JsonNode completed = application.await(run, "completed", MIGRATION);

        assertThat(approved.at("/plan/moves/0/strategy").asText()).isEqualTo("live");
        assertThat(completed.path("measured").toString()).contains("downtime");
        assertArrived(guest);
    }

    @Test
    void aGuestThatPreCopyNeverFinishesGoesAcrossWhereItIsLabelledForPostCopy() {
        LibvirtLab.Guest guest = guest("rb-postcopy", "--rate", "40", "--label", "post-copy=allowed");

        String run = application.migrate(guest.name(), "node-b");
        JsonNode approved = application.approve(run);
        application.await(run, "completed", MIGRATION);

        assertThat(approved.at("/plan/moves/0/strategy").asText()).isEqualTo("live+post-copy");
        assertArrived(guest);
    }

    @Test
    void aGuestThatPreCopyNeverFinishesStaysWhereItIsAndAPersonIsAsked() {
        LibvirtLab.Guest guest = guest("rb-busy", "--rate", "40");

        String run = application.migrate(guest.name(), "node-b");
        JsonNode waiting = application.await(run, "needs-attention", MIGRATION);

        assertThat(waiting.path("attention").asText()).contains("faster than the link", "post-copy");
        assertThat(lab.migrations("node-a", guest.name())).isZero();
        application.decide(run, "give-up");
        application.await(run, "rolled-back", MIGRATION);
        assertStayed(guest);
    }

    @Test
    void aTransferWhoseLinkIsCutIsStoppedByTheWatchdogAndTheGuestRunsOn() {
        LibvirtLab.Guest guest = guest("rb-cut", "--rate", "5", "--label", "change=standard");
        String run = application.migrate(guest.name(), "node-b");
        application.awaitTransferring(run);

        lab.cutLink("node-b", "migration");

        JsonNode waiting = application.await(run, "needs-attention", MIGRATION);
        assertThat(waiting.path("attention").asText()).contains("running on node-a");
        application.decide(run, "give-up");
        application.await(run, "rolled-back", MIGRATION);
        assertStayed(guest);
    }

    @Test
    void afterAKillInMidTransferTheSameMigrationIsFoundAgainAndEndsWell() {
        LibvirtLab.Guest guest = guest("rb-kill", "--rate", "5", "--label", "change=standard");
        String run = application.migrate(guest.name(), "node-b");
        application.awaitTransferring(run);

        application.killAndRestart();

        application.await(run, "completed", MIGRATION);
        assertThat(lab.migrations("node-a", guest.name())).isEqualTo(1);
        assertArrived(guest);
    }

    @Test
    void aGuestIsMovedLiveWithTheDiskThatOnlyItsHostHasAlsoWhereWeAreKilledMeanwhile() {
        LibvirtLab.Guest guest = guestWithDisk("rb-disk-kill");
        String run = migrateWithDisk(guest);

        application.killAndRestart();

        JsonNode completed = application.await(run, "completed", MIGRATION);
        assertThat(completed.at("/plan/moves/0/strategy").asText()).isEqualTo("live+disks");
        assertThat(completed.at("/attempts/0/progress/disks/totalBytes").asLong())
                .isGreaterThanOrEqualTo(128L << 20);
        assertThat(completed.at("/attempts/0/progress/memory/totalBytes").asLong())
                .isGreaterThanOrEqualTo(128L << 20);
        assertThat(lab.migrations("node-a", guest.name())).isLessThanOrEqualTo(1);
        assertArrived(guest);
        assertThat(guest.intact()).as("the data file on its disk").isTrue();
        assertThat(guest.bootsOnDisk()).as("starts counted on its disk").isEqualTo(1);
        assertThat(lab.exec("node-a", "ls", "/srv/local")).doesNotContain(guest.name());
    }

    @Test
    void aCancelledCopyOfADiskLeavesNothingAtTheDestination() {
        LibvirtLab.Guest guest = guestWithDisk("rb-disk-cancel");
        String run = migrateWithDisk(guest);

        application.cancel(run);

        application.await(run, "cancelled", MIGRATION);
        assertStayed(guest);
        assertThat(guest.intact()).isTrue();
        assertThat(lab.exec("node-b", "ls", "/srv/local")).doesNotContain(guest.name());
    }

    private LibvirtLab.Guest guestWithDisk(String name) {
        return guest(
                name,
                "--rate",
                "2",
                "--memory",
                "128",
                "--disk",
                "local",
                "--disk-size",
                "128",
                "--label",
                "change=standard");
    }

    /** Begins a migration whose disk is being copied when this returns, and for some seconds more. */
    private String migrateWithDisk(LibvirtLab.Guest guest) {
        String run = application.migrate(
                Map.of("instance", guest.name(), "destination", "node-b", "reason", "a lab test", "bandwidth", "4MB"));
        application.awaitCopyingDisks(run);
        return run;
    }

    private void assertArrived(LibvirtLab.Guest guest) {
        Heartbeats heard = guest.awaitBeats(120, "node-b");
        assertThat(heard.continuous()).as("%s", heard).isTrue();
        assertThat(heard.currentHosts()).containsExactly("node-b");
        assertThat(lab.virsh("node-a", "list", "--all", "--name")).doesNotContain(guest.name());
        assertThat(lab.virsh("node-b", "domstate", guest.name())).isEqualTo("running");
    }

    private void assertStayed(LibvirtLab.Guest guest) {
        Heartbeats heard = guest.awaitBeats(120, "node-a");
        assertThat(heard.continuous()).as("%s", heard).isTrue();
        assertThat(heard.currentHosts()).containsExactly("node-a");
        assertThat(lab.virsh("node-b", "list", "--all", "--name")).doesNotContain(guest.name());
    }
}
