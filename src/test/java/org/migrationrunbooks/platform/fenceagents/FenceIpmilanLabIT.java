package org.migrationrunbooks.platform.fenceagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
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
import org.migrationrunbooks.lab.LibvirtLab;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PowerState;
import org.springframework.core.io.FileSystemResource;

/** The agent for IPMI, from Debian, against the lab's BMCs, which cut the power of real hosts. */
class FenceIpmilanLabIT {

    private static final HostId HOST = new HostId("lab", "node-c");

    private final LibvirtLab lab = LibvirtLab.up();

    @BeforeEach
    @AfterEach
    void leaveTheLabAsItWas() {
        lab.thawBmc(HOST.name());
        lab.powerOn(HOST.name());
    }

    @Test
    void takesThePowerAwayReadsItBackAndGivesItAgain() {
        FencingDevice device = device(Map.of());
        assertThat(device.serves(HOST)).isTrue();
        assertThat(device.method()).isEqualTo("fence_ipmilan");
        assertThat(device.power(HOST).state()).isEqualTo(PowerState.ON);
        Instant before = Instant.now();

        assertThat(device.off(HOST, () -> {})).isEqualTo("Success: Powered OFF");

        assertThat(device.power(HOST).off()).isTrue();
        assertThat(device.power(HOST).readAt()).isAfter(before);
        assertThat(lab.powerOf(HOST.name())).isEqualTo("off");
        assertThat(lab.powerOf("node-a")).isEqualTo("on");
        assertThat(device.off(HOST, () -> {})).isEqualTo("Success: Already OFF");

        assertThat(device.on(HOST, () -> {})).isEqualTo("Success: Powered ON");

        assertThat(device.power(HOST).state()).isEqualTo(PowerState.ON);
        assertThat(lab.powerOf(HOST.name())).isEqualTo("on");
    }

    @Test
    void aWrongPasswordIsNoFencing(@TempDir Path folder) throws IOException {
        Path wrong = Files.writeString(folder.resolve("password"), "not-the-password\n");
        FencingDevice device = device(Map.of("secretFiles.password", wrong.toString()));

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> device.off(HOST, () -> {}))
                .withMessageContaining("Unable to obtain correct plug status")
                .withMessageNotContaining("not-the-password");
        assertThatExceptionOfType(PlatformUnreachableException.class).isThrownBy(() -> device.power(HOST));
        assertThat(lab.powerOf(HOST.name())).isEqualTo("on");
    }

    @Test
    void aBmcThatHangsIsGivenUpInTimeAndNothingOfTheAgentStays() {
        FencingDevice device = device(Map.of("timeout", "3s"));
        lab.freezeBmc(HOST.name());
        Instant before = Instant.now();

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> device.off(HOST, () -> {}))
                .withMessageContaining("did not end within 3.0 s");

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(9));
        assertThat(agents()).isZero();
        lab.thawBmc(HOST.name());
        assertThat(device.power(HOST).state()).isEqualTo(PowerState.ON);
    }

    @Test
    void aBmcThatHangsWhenItIsToldMayHaveDoneIt() {
        FencingDevice device = device(Map.of("timeout", "3s"));

        assertThatExceptionOfType(AnswerLostException.class)
                .isThrownBy(() -> device.off(HOST, () -> lab.freezeBmc(HOST.name())))
                .withMessageContaining("did not end within 3.0 s")
                .withMessageContaining("read the power state before anything else");

        assertThat(agents()).isZero();
    }

    @Test
    void nobodyElseOnTheMachineSeesThePassword() throws IOException {
        String password = Files.readString(lab.configuration().resolveSibling("bmc/password"))
                .strip();
        FencingDevice device = device(Map.of("timeout", "5s"));
        try (OnlookerOnProcesses onlooker = new OnlookerOnProcesses()) {
            Awaitility.await().until(onlooker::looking);
            // While the BMC hangs, ipmitool waits for it, so that there is time to look at it.
            lab.freezeBmc(HOST.name());

            assertThatExceptionOfType(PlatformUnreachableException.class).isThrownBy(() -> device.power(HOST));

            assertThat(onlooker.seen()).doesNotContain("IPMI_PASSWORD").doesNotContain(password);
            // ipmitool blanks the argument after -P, but only once it runs: there must not be any.
            assertThat(onlooker.seen().lines().filter(line -> line.startsWith("cmdline /usr/bin/ipmitool ")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains(" -E "))
                    .noneMatch(line -> line.contains(" -P "));
        }
    }

    private static long agents() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains("fence_ipmilan") || line.contains("/usr/bin/ipmitool -I"))
                .count();
    }

    private FencingDevice device(Map<String, String> overrides) {
        return new FenceAgentAdapter(System::getenv, Clock.systemUTC())
                .open(DeviceSettings.of(new FileSystemResource(lab.configuration()), overrides));
    }
}
