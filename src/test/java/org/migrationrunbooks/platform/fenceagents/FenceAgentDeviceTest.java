package org.migrationrunbooks.platform.fenceagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PowerReading;
import org.migrationrunbooks.platform.PowerState;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class FenceAgentDeviceTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String STATUS_IS_ON = "[ \"$action\" = status ] && { echo 'Status: ON'; exit 0; }\n";

    private final Path folder;

    FenceAgentDeviceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void zeroAndItsWordsMeanOn() {
        PowerReading reading = power("echo 'a warning of a library' >&2; echo 'Status: ON'; exit 0");

        assertThat(reading).isEqualTo(new PowerReading(PowerState.ON, AgentScript.NOW, "Status: ON"));
    }

    @Test
    void twoAndItsWordsMeanOff() {
        PowerReading reading = power("echo 'Status: OFF'; exit 2");

        assertThat(reading).isEqualTo(new PowerReading(PowerState.OFF, AgentScript.NOW, "Status: OFF"));
        assertThat(reading.off()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2, Status: ON",
        "0, Status: OFF",
        "2, ''",
        "0, ''",
        "2, it is not so that Status: OFF",
        "2, python3: can't open file",
        "1, Status: OFF",
        "1, Unable to connect/login to fencing device",
        "3, Status: OFF",
        "143, Status: OFF"
    })
    void anythingElseIsNoAnswer(int code, String words) {
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> power("echo \"%s\"; exit %d".formatted(words, code)))
                .withMessageContaining("fencing device bmc could not read the power state of rack-1/node-a")
                .withMessageContaining("ended with " + code)
                .withMessageContaining(words)
                .withMessageContaining("Nothing was changed");
    }

    @Test
    void aBrokenScriptIsNotOffAlthoughTheShellEndsWithTwo() {
        AgentScript broken = new AgentScript(folder, "fence_broken").written("#!/bin/sh\nif then\n");

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> broken.device(LONG).power(AgentScript.HOST))
                .withMessageContaining("ended with 2");
    }

    @Test
    void everythingIsToldOverStandardInputAndTheActionLast() {
        AgentScript script = AgentScript.noting(folder, "echo 'Status: ON'");

        script.device(LONG).power(AgentScript.HOST);

        assertThat(script.seen("input"))
                .isEqualTo("ip=192.0.2.11\nlanplus=1\npassword=" + AgentScript.SECRET + "\naction=status");
        assertThat(script.seen("arguments")).isEqualTo("0");
    }

    @Test
    void theAgentGetsNothingOfOurEnvironmentButThePath() {
        AgentScript script = AgentScript.noting(folder, "echo 'Status: ON'");

        script.device(LONG).power(AgentScript.HOST);

        assertThat(script.seen("environment").lines().map(line -> line.replaceFirst("=.*", "")))
                .isSubsetOf("PATH", "LANG", ProcessFamily.VARIABLE, "PWD", "_", "OLDPWD", "SHLVL")
                .contains("PATH", "LANG", ProcessFamily.VARIABLE);
        assertThat(script.seen("environment")).contains("LANG=C");
    }

    @Test
    void whatIsSaidOfAHostCountsBeforeWhatIsSaidOfAll() {
        AgentScript script = AgentScript.noting(folder, "echo 'Status: ON'");

        script.device(LONG, Map.of("hosts.node-a.lanplus", "0")).power(AgentScript.HOST);

        assertThat(script.seen("input")).contains("lanplus=0").doesNotContain("lanplus=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void aChangeIsToldAfterTheStatusWasReadAndAnswersInTheAgentsWords(String action) {
        AgentScript script = AgentScript.noting(folder, STATUS_IS_ON + "echo \"Success: Powered $action\"");
        List<String> actionsAtGuard = new ArrayList<>();

        String answer = change(script.device(LONG), action, () -> actionsAtGuard.add(script.seen("actions")));

        assertThat(answer).isEqualTo("Success: Powered " + action);
        assertThat(script.seen("actions")).isEqualTo("status\n" + action);
        assertThat(actionsAtGuard).containsExactly("status");
    }

    @Test
    void aDeviceThatDoesNotLetUsInWasNotTold() {
        AgentScript script = AgentScript.noting(folder, "echo 'Unable to connect/login to fencing device' >&2; exit 1");

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> script.device(LONG).off(AgentScript.HOST, () -> {
                    throw new AssertionError("there was nothing to ask leave for");
                }))
                .withMessageContaining("Unable to connect/login");
        assertThat(script.seen("actions")).isEqualTo("status");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 137})
    void afterItWasToldEveryFailureMayHideTheEffect(int code) {
        AgentScript script =
                AgentScript.noting(folder, STATUS_IS_ON + "echo 'Failed: Timed out waiting' >&2; exit " + code);

        assertThatExceptionOfType(AnswerLostException.class)
                .isThrownBy(() -> script.device(LONG).off(AgentScript.HOST, () -> {}))
                .withMessageContaining("was told to turn rack-1/node-a off")
                .withMessageContaining("ended with " + code)
                .withMessageContaining("Failed: Timed out waiting")
                .withMessageContaining("read the power state before anything else");
    }

    @Test
    void whoLostTheLeaseTellsTheDeviceNothing() {
        AgentScript script = AgentScript.noting(folder, STATUS_IS_ON);

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> script.device(LONG).off(AgentScript.HOST, () -> {
                    throw new LeaseLostException("somebody else carries on");
                }));
        assertThat(script.seen("actions")).isEqualTo("status");
    }

    @Test
    void anAgentThatIsNotInstalledSaysSoWhenItIsUsed() throws Exception {
        FencingDevice device = AgentScript.noting(folder, "").device(LONG, Map.of("agent", "fence_of_nobody"));

        assertThat(device.method()).isEqualTo("fence_of_nobody");
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> device.off(AgentScript.HOST, () -> {}))
                .withMessageContaining("fence_of_nobody is no program on this machine")
                .withMessageContaining("/usr/sbin")
                .withMessageContaining("fence-agents");
    }

    @Test
    void aFileThatCannotBeExecutedIsNoAnswer() {
        AgentScript script = new AgentScript(folder, "fence_odd").written("#!/no/such/interpreter\n");

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> script.device(LONG).power(AgentScript.HOST))
                .withMessageContaining("fence_odd");
    }

    @Test
    void aSecretThatIsMissingIsNamedAndNobodyIsAsked() throws Exception {
        AgentScript script = AgentScript.noting(folder, "echo 'Status: ON'");
        Files.delete(folder.resolve("password"));

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> script.device(LONG).power(AgentScript.HOST))
                .withMessageContaining(
                        folder.resolve("password") + ", which holds the parameter password, cannot be read");
        assertThat(script.seen("actions")).isEmpty();
    }

    @Test
    void aSecretOfTwoLinesIsRefusedAndNotShown() throws Exception {
        AgentScript script = AgentScript.noting(folder, "echo 'Status: ON'");
        Files.writeString(folder.resolve("password"), "hunter2\naction=reboot\n");

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> script.device(LONG).power(AgentScript.HOST))
                .withMessageContaining("line break")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void aSecretOfTheEnvironmentThatIsNotSetIsNamed() {
        FencingDevice device = AgentScript.noting(folder, "echo 'Status: ON'")
                .device(LONG, Map.of("secretVariables.token", "NO_SUCH_VARIABLE_HERE"));

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> device.power(AgentScript.HOST))
                .withMessageContaining("NO_SUCH_VARIABLE_HERE, which holds the parameter token, is not set");
    }

    @Test
    void aChangedSecretCountsAtOnce() throws Exception {
        AgentScript script = AgentScript.noting(folder, "echo 'Status: ON'");
        FencingDevice device = script.device(LONG);
        device.power(AgentScript.HOST);
        Files.writeString(folder.resolve("password"), "another one");

        device.power(AgentScript.HOST);

        assertThat(script.seen("input")).contains("password=another one\n");
    }

    @Test
    void noSecretIsRepeatedInAMessage() {
        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> power("cat \"$seen/input\" >&2; exit 1"))
                .withMessageContaining("password=[secret]")
                .withMessageNotContaining("s3cr3t");
    }

    @Test
    void servesTheHostsThatAreConfiguredForItsPlatform() {
        FencingDevice device = AgentScript.noting(folder, "").device(LONG);

        assertThat(device.serves(AgentScript.HOST)).isTrue();
        assertThat(device.serves(new HostId("rack-2", "node-a"))).isFalse();
        assertThat(device.serves(new HostId("rack-1", "node-z"))).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> device.off(new HostId("rack-1", "node-z"), () -> {}))
                .withMessageContaining("rack-1/node-z");
    }

    private PowerReading power(String body) {
        return AgentScript.noting(folder, body).device(LONG).power(AgentScript.HOST);
    }

    private static String change(FencingDevice device, String action, Runnable guard) {
        return action.equals("on") ? device.on(AgentScript.HOST, guard::run) : device.off(AgentScript.HOST, guard::run);
    }
}
