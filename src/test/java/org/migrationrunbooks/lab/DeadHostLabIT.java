package org.migrationrunbooks.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the application knows of a dead host when it has itself been started anew since. */
class DeadHostLabIT {

    private static final String GUEST = "kept";

    private final LibvirtLab lab = LibvirtLab.up();
    private LabApplication application;

    @BeforeEach
    void startTheApplication(@TempDir Path folder) {
        lab.repair();
        lab.destroyIfThere(GUEST);
        lab.guest(GUEST, "--memory", "128", "--working-set", "16", "--disk", "shared", "--label", "tier=gold");
        lab.virsh("node-a", "autostart", GUEST);
        application = new LabApplication(folder, lab.configuration());
    }

    @AfterEach
    void leaveTheLabAsItWas() {
        application.close();
        lab.repair();
        lab.destroyIfThere(GUEST);
    }

    @Test
    void itsInstancesAreListedAndItStartsNothingWhenItComesBack() {
        await("looked after").atMost(Duration.ofSeconds(90)).until(() -> lab.virsh("node-a", "dominfo", GUEST)
                .matches("(?s).*Autostart: +disable.*"));

        lab.powerOff("node-a");
        application.killAndRestart();

        JsonNode dead = application.instance(GUEST);
        assertThat(dead.path("host").asText()).contains("node-a");
        assertThat(dead.path("state").asText()).isEqualTo("unknown");
        assertThat(dead.path("labels").path("tier").asText()).isEqualTo("gold");
        assertThat(application.audited("AUTOSTART_TAKEN_OFF"))
                .anySatisfy(entry -> assertThat(entry.path("subject").asText()).isEqualTo("lab/" + GUEST));
        lab.powerOn("node-a");
        assertThat(lab.virsh("node-a", "domstate", GUEST)).isEqualTo("shut off");
    }
}
