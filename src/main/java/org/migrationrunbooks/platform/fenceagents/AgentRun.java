package org.migrationrunbooks.platform.fenceagents;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of an agent: parameters on its standard input, nothing in its arguments, of our environment only what it is given here.
 * When this returns, neither the agent nor anything that it started runs, but for processes that the result names.
 */
final class AgentRun {

    private static final long OUTPUT_MILLIS = 1000;

    private final Path program;
    private final Map<String, String> environment;
    private final Duration timeout;

    AgentRun(Path program, Map<String, String> environment, Duration timeout) {
        this.program = program;
        this.environment = Map.copyOf(environment);
        this.timeout = timeout;
    }

    AgentResult with(String input) {
        ProcessFamily family = new ProcessFamily();
        Process process;
        try {
            process = start(family.mark());
        } catch (IOException e) {
            return new AgentResult.NotStarted(String.valueOf(e.getMessage()));
        }
        OutputTail tail = new OutputTail();
        Thread reader = daemon("output of ", () -> tail.drain(process.getInputStream()));
        // An agent that reads nothing must not hold us longer than one that says nothing.
        daemon("input of ", () -> write(input, process.getOutputStream()));
        String reason = "";
        boolean interrupted = false;
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                reason = "did not end within " + timeout.toMillis() / 1000.0 + " s";
            }
        } catch (InterruptedException e) {
            reason = "was still running when the wait for it was broken off";
            interrupted = true;
        }
        List<Long> left = family.kill(process.toHandle());
        try {
            reader.join(OUTPUT_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return reason.isEmpty()
                ? new AgentResult.Exited(process.exitValue(), tail.text())
                : new AgentResult.GivenUp(reason, tail.text(), left);
    }

    private Process start(String mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(ProcessFamily.VARIABLE, mark);
        return builder.directory(new File("/")).redirectErrorStream(true).start();
    }

    private static void write(String input, OutputStream standardInput) {
        try (standardInput) {
            standardInput.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading; how it ended tells more.
            return;
        }
    }

    private Thread daemon(String what, Runnable task) {
        Thread thread = new Thread(task, what + program.getFileName());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
