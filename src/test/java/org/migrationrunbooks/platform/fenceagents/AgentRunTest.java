package org.migrationrunbooks.platform.fenceagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** What holds for a run whatever the agent does. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class AgentRunTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final String STATUS_IS_ON = "[ \"$action\" = status ] && { echo 'Status: ON'; exit 0; }\n";

    /** A child, and a grandchild in a session of its own whose parent has ended. */
    private static final String LEAVE_A_FAMILY =
            """
            sleep 600 & echo $! >>"$seen/family"
            sh -c 'setsid sleep 601 & echo $!' >>"$seen/family"
            """;

    private final Path folder;

    AgentRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void anAgentThatDoesNotEndIsKilledWithAllThatCameFromIt() {
        AgentScript script = AgentScript.noting(folder, STATUS_IS_ON + LEAVE_A_FAMILY + "echo 'half done'; sleep 602");

        assertThatExceptionOfType(AnswerLostException.class)
                .isThrownBy(() -> script.device(SHORT).off(AgentScript.HOST, () -> {}))
                .withMessageContaining("did not end within 2.0 s and was ended; it had said: half done")
                .withMessageContaining("may have done so");
        assertThat(family(script)).hasSize(2).noneMatch(AgentRunTest::runs);
    }

    @Test
    void aSilentDeviceIsUnreachableWhenItWasOnlyAsked() {
        AgentScript script = AgentScript.noting(folder, "sleep 602");

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> script.device(SHORT).power(AgentScript.HOST))
                .withMessageContaining("did not end within 2.0 s");
    }

    @Test
    void whatAnAgentLeavesBehindWhenItEndsIsKilledToo() {
        AgentScript script = AgentScript.noting(folder, LEAVE_A_FAMILY + "echo 'Status: ON'");

        assertThat(script.device(LONG).power(AgentScript.HOST).answer()).isEqualTo("Status: ON");
        assertThat(family(script)).hasSize(2).noneMatch(AgentRunTest::runs);
    }

    @Test
    void anInterruptedWaitKillsTheAgentAndLeavesTheInterrupt() {
        AgentScript script = AgentScript.noting(folder, STATUS_IS_ON + LEAVE_A_FAMILY + "sleep 602");
        CompletableFuture<Boolean> interruptIsThere = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                assertThatExceptionOfType(AnswerLostException.class)
                        .isThrownBy(() -> script.device(LONG).off(AgentScript.HOST, () -> {}))
                        .withMessageContaining("broken off");
                interruptIsThere.complete(Thread.currentThread().isInterrupted());
            } catch (AssertionError e) {
                interruptIsThere.completeExceptionally(e);
            }
        });
        worker.start();
        Awaitility.await().until(() -> family(script).size() == 2);

        worker.interrupt();

        assertThat(interruptIsThere.join()).isTrue();
        assertThat(family(script)).noneMatch(AgentRunTest::runs);
    }

    @Test
    void aChattyAgentIsReadToItsEndAndItsLastWordsAreKept() {
        AgentScript script = AgentScript.noting(
                folder,
                "head -c 20000000 /dev/zero | tr '\\0' 'x' | fold -w 100; echo; echo 'the last words' >&2; exit 1");

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> script.device(LONG).power(AgentScript.HOST))
                .withMessageContaining("the last words")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeBetween(3000, OutputTail.BYTES + 500));
    }

    @Test
    void theRestOfASecretThatWasCutOffIsNotShown() {
        // The secret's first half falls off the front, so that what is left of it is no longer known as the secret.
        int rest = OutputTail.BYTES - AgentScript.SECRET.length() / 2 - 1;
        AgentScript script = AgentScript.noting(
                folder,
                "sed -n 's/^password=//p' \"$seen/input\" | tr -d '\\n'; echo; head -c %d /dev/zero | tr '\\0' 'x'; echo; exit 1"
                        .formatted(rest - 1));

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> script.device(LONG).power(AgentScript.HOST))
                .withMessageContaining("xxx")
                .withMessageNotContaining(AgentScript.SECRET.substring(AgentScript.SECRET.length() - 6));
    }

    @Test
    void anAgentThatReadsNothingDoesNotHoldUs() {
        AgentScript script = new AgentScript(folder, "fence_deaf").written("#!/bin/sh\nsleep 1; echo 'Status: ON'\n");

        assertThat(script.device(LONG, Map.of("parameters.comment", "long".repeat(100_000)))
                        .power(AgentScript.HOST)
                        .answer())
                .isEqualTo("Status: ON");
    }

    private static List<Long> family(AgentScript script) {
        return script.seen("family")
                .lines()
                .filter(line -> !line.isBlank())
                .map(Long::parseLong)
                .toList();
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.contains("sleep"))
                        .isPresent())
                .isPresent();
    }
}
