package org.migrationrunbooks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of the application, as its test sees it: told what to do over its console, killed or stopped by signals. */
final class Node implements AutoCloseable {

    /** Beside the guests of the lab, and at the lowest priority, a node may get next to nothing of the processors for minutes. */
    private static final Duration START = Duration.ofMinutes(10);

    private static final Duration ANSWER = START;
    private static final int KILLED = 128 + 9;

    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedWriter console;
    private final AtomicInteger numbers = new AtomicInteger();
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    private Node(String name, Path folder, List<String> properties) throws IOException {
        this.name = name;
        this.log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(CrashNode.jvmArguments());
        properties.forEach(property -> command.add("--" + property));
        this.process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        this.console = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Forks a process; it is not ready yet. */
    static Node fork(String name, Path folder, List<String> properties) {
        try {
            return new Node(name, folder, properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter copy = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                copy.println(line);
                if (line.startsWith(NodeConsole.MARK)) {
                    hear(line.substring(NodeConsole.MARK.length()));
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process may break in the middle of a line.
            held.add(e.toString());
        }
        ready.completeExceptionally(new IllegalStateException(name + " has ended, see " + log));
    }

    private void hear(String line) {
        String[] words = line.split(" ", 2);
        if (words[0].equals(NodeConsole.READY)) {
            ready.complete(line);
        } else if (words[0].equals(NodeConsole.HELD)) {
            held.add(words[1]);
        } else {
            CompletableFuture<String> answer = answers.get(words[0]);
            if (answer != null && words[1].startsWith(NodeConsole.FAILED)) {
                answer.completeExceptionally(new IllegalStateException(this + " answers " + line));
            } else if (answer != null) {
                answer.complete(words[1]);
            }
        }
    }

    Node awaitReady() {
        ready.orTimeout(START.toSeconds(), TimeUnit.SECONDS).join();
        return this;
    }

    /** Tells the node to do something; the answer, as JSON, may never come. */
    CompletableFuture<String> tell(String command, String... arguments) {
        String number = Integer.toString(numbers.incrementAndGet());
        CompletableFuture<String> answer = new CompletableFuture<>();
        answers.put(number, answer);
        try {
            console.write(String.join(" ", number, command, String.join(" ", arguments)) + "\n");
            console.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not listen, see " + log, e);
        }
        return answer;
    }

    String ask(String command, String... arguments) {
        return tell(command, arguments)
                .orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Whether somebody is held at this point in this lane. */
    boolean holds(Lane lane, StopPoint point) {
        return held.contains(lane + " " + point);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
        assertThat(process.exitValue()).as("end of %s", name).isEqualTo(KILLED);
    }

    /** Stops the process where it is; it hears nothing and does nothing until {@link #go}. */
    void stop() {
        signal("STOP");
    }

    void go() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            assertThat(kill.onExit().join().exitValue()).as("kill -%s", signal).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitEnd() {
        process.onExit().orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public String toString() {
        return name + " (" + log + ")";
    }
}
