package org.migrationrunbooks.platform.fenceagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PowerState;

/** The agent for Redfish, from Debian, against a small server that answers as a BMC does. */
class FenceRedfishLabIT {

    private static final HostId HOST = new HostId("rack-2", "node-r");
    private static final String PASSWORD = "red-fish-in-the-sea";

    private final Path password;
    private final RedfishServer bmc;

    FenceRedfishLabIT(@TempDir Path folder) throws Exception {
        this.password = folder.resolve("password");
        this.bmc = new RedfishServer(folder, PASSWORD);
    }

    @BeforeEach
    void writeThePassword() throws Exception {
        Files.writeString(password, PASSWORD + "\n");
    }

    @AfterEach
    void stop() {
        bmc.close();
    }

    @Test
    void takesThePowerAwayReadsItBackAndGivesItAgain() {
        FencingDevice device = device(bmc.port(), Duration.ofSeconds(30));
        assertThat(device.power(HOST).state()).isEqualTo(PowerState.ON);

        assertThat(device.off(HOST, () -> {})).isEqualTo("Success: Powered OFF");

        assertThat(bmc.lastReset()).contains("ForceOff");
        assertThat(bmc.power()).isEqualTo("Off");
        assertThat(device.power(HOST).off()).isTrue();

        assertThat(device.on(HOST, () -> {})).isEqualTo("Success: Powered ON");

        assertThat(bmc.lastReset()).contains("\"On\"");
        assertThat(device.power(HOST).state()).isEqualTo(PowerState.ON);
    }

    @Test
    void aWrongPasswordIsNoFencing() throws Exception {
        Files.writeString(password, "not-the-password\n");
        FencingDevice device = device(bmc.port(), Duration.ofSeconds(30));

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> device.off(HOST, () -> {}))
                .withMessageContaining("fence_redfish ended with 1")
                .withMessageNotContaining("not-the-password");
        assertThat(bmc.lastReset()).isEmpty();
        assertThat(bmc.power()).isEqualTo("On");
    }

    @Test
    void aBmcThatAcceptsAndSaysNothingIsGivenUpInTime() throws Exception {
        // Connections are taken by the system as long as there is room in the queue; nobody ever answers.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            FencingDevice device = device(silent.getLocalPort(), Duration.ofSeconds(3));
            Instant before = Instant.now();

            assertThatExceptionOfType(PlatformUnreachableException.class)
                    .isThrownBy(() -> device.off(HOST, () -> {}))
                    .withMessageContaining("did not end within 3.0 s");

            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    void nobodyElseOnTheMachineSeesThePassword() throws Exception {
        try (OnlookerOnProcesses onlooker = new OnlookerOnProcesses();
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Awaitility.await().until(onlooker::looking);

            assertThatExceptionOfType(PlatformUnreachableException.class)
                    .isThrownBy(() ->
                            device(silent.getLocalPort(), Duration.ofSeconds(5)).power(HOST));

            assertThat(onlooker.seen()).contains("fence_redfish").doesNotContain(PASSWORD);
        }
    }

    private FencingDevice device(int port, Duration timeout) {
        return new FenceAgentAdapter(System::getenv, Clock.systemUTC())
                .open(DeviceSettings.of(
                        """
                        {name: redfish, type: fence-agent, platform: rack-2, agent: fence_redfish, timeout: %ds,
                         parameters: {username: %s, ssl-insecure: "1"}, secret-files: {password: %s},
                         hosts: {node-r: {ip: 127.0.0.1, ipport: "%d"}}}"""
                                .formatted(timeout.toSeconds(), RedfishServer.USER, password, port),
                        Map.of()));
    }
}
