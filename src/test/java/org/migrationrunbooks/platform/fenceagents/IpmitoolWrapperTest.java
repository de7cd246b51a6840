package org.migrationrunbooks.platform.fenceagents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.migrationrunbooks.platform.PowerReading;

/** A program that treats ipmitool as fence_ipmilan does: the password it was told becomes an argument. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class IpmitoolWrapperTest {

    private static final String AGENT =
            """
            #!/bin/sh
            while IFS='=' read -r name value; do
              case $name in
                ipmitool_path) ipmitool=$value ;;
                password | passwd) password=$value ;;
              esac
            done
            "$ipmitool" -I lanplus -U 'an operator' -P "$password" -C 3 chassis power status
            """;

    private static final String IPMITOOL =
            """
            #!/bin/sh
            seen=%s/seen
            for word; do echo "$word"; done >"$seen/words"
            printf '%%s' "$IPMI_PASSWORD" >"$seen/ipmi-password"
            echo "$0" >"$seen/started"
            until [ -e "$seen/go-on" ]; do sleep 0.05; done
            echo 'Status: ON'
            """;

    private final Path folder;

    IpmitoolWrapperTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void noArgumentOfAnyProcessHoldsThePasswordWhichIpmitoolGetsAllTheSame() throws Exception {
        AgentScript agent = new AgentScript(folder, "fence_ipmilan").written(AGENT);
        Path ipmitool = folder.resolve("ipmitool");
        new AgentScript(folder, "ipmitool").written(IPMITOOL.formatted(folder));

        CompletableFuture<PowerReading> reading = CompletableFuture.supplyAsync(
                () -> agent.device(Duration.ofSeconds(30), Map.of("parameters.ipmitool-path", ipmitool.toString()))
                        .power(AgentScript.HOST));
        Awaitility.await().until(() -> !agent.seen("started").isEmpty());
        List<String> commandLines = commandLines();
        Files.createFile(folder.resolve("seen/go-on"));

        assertThat(reading.join().answer()).isEqualTo("Status: ON");
        assertThat(agent.seen("words").lines())
                .containsExactly("-I", "lanplus", "-U", "an operator", "-E", "-C", "3", "chassis", "power", "status");
        assertThat(agent.seen("ipmi-password")).isEqualTo(AgentScript.SECRET);
        // Command lines are open to everybody: what we see is what others see.
        assertThat(commandLines).anyMatch(line -> line.contains(ipmitool.toString()) && line.contains("-E"));
        assertThat(commandLines).noneMatch(line -> line.contains(AgentScript.SECRET));
    }

    @Test
    void theScriptIsOursAloneAndGoesWithTheRun() throws Exception {
        Path script;
        try (IpmitoolWrapper wrapper = new IpmitoolWrapper()) {
            AgentInput hidden = wrapper.hide(new AgentInput(Map.of("ip", "192.0.2.11"), Map.of("passwd", "hunter2")));
            script = Path.of(hidden.parameters().getOrDefault("ipmitool_path", ""));

            assertThat(hidden.lines("off")).contains("passwd=").doesNotContain("hunter2");
            assertThat(script).isExecutable().content().doesNotContain("hunter2");
            assertThat(Files.getPosixFilePermissions(script.getParent())).hasSize(3);
        }
        assertThat(script.getParent()).doesNotExist();
    }

    private static List<String> commandLines() {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                .map(IpmitoolWrapperTest::content)
                .toList();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file).replace('\0', ' ');
        } catch (IOException e) {
            // The process has ended.
            return "";
        }
    }
}
