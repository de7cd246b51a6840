package org.migrationrunbooks.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The lab's command, as its README describes it. Every call fails with the command's own words where it fails. */
public final class LibvirtLab {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NODES = List.of("node-a", "node-b", "node-c");
    private static final long COMMAND_SECONDS = 90;

    private final Path command;

    private LibvirtLab(Path command) {
        this.command = command;
    }

    /** The lab of this source tree, which is up; see the Maven profile {@code lab}. */
    public static LibvirtLab up() {
        return new LibvirtLab(Path.of(System.getProperty("lab.home", "src/lab/libvirt"), "lab"));
    }

    /** The configuration that the lab wrote for the application. */
    public Path configuration() {
        return run("env")
                .lines()
                .filter(line -> line.startsWith("LAB_CONFIG="))
                .map(line -> Path.of(line.substring("LAB_CONFIG=".length())))
                .findFirst()
                .orElseThrow();
    }

    /** Creates and starts a guest on node-a, and returns when it beats. */
    public Guest guest(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("guest", "create", name, "--start"));
        arguments.addAll(List.of(options));
        run(arguments.toArray(String[]::new));
        Guest guest = new Guest(name);
        guest.awaitBeats(20);
        guest.reset();
        return guest;
    }

    /** Creates a guest on node-a that was never started. */
    public void stoppedGuest(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("guest", "create", name));
        arguments.addAll(List.of(options));
        run(arguments.toArray(String[]::new));
    }

    /** A guest that is there. */
    public Guest find(String name) {
        return new Guest(name);
    }

    public void cutLink(String node, String network) {
        run("link", "cut", node, network);
    }

    public void restoreLink(String node) {
        run("link", "restore", node);
    }

    /** Cuts a host off from everybody; its guests run on, and write to their shared disks. */
    public void isolate(String node) {
        cutLink(node, "all");
    }

    /** Ends an isolation: everything on the host is as if there had been none. */
    public void reconnect(String node) {
        restoreLink(node);
    }

    public void powerOff(String node) {
        run("power", "off", node);
    }

    public void powerOn(String node) {
        run("power", "on", node);
    }

    /** {@code on} or {@code off}. */
    public String powerOf(String node) {
        return run("power", "status", node).strip();
    }

    /** Its BMC answers nothing until it is thawed. */
    public void freezeBmc(String node) {
        run("bmc", "freeze", node);
    }

    public void thawBmc(String node) {
        run("bmc", "thaw", node);
    }

    /** Gives power to every host and restores every link. */
    public void repair() {
        for (String node : NODES) {
            run("power", "on", node);
            run("link", "restore", node);
        }
    }

    public String virsh(String node, String... arguments) {
        List<String> all = new ArrayList<>(List.of("virsh", node));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new)).strip();
    }

    /** What a command on the host itself prints. */
    public String exec(String node, String... arguments) {
        List<String> all = new ArrayList<>(List.of("exec", node));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new)).strip();
    }

    /** How many migrations of the guest really began at this host. */
    public long migrations(String node, String guest) {
        return run("migrations", node, guest).lines().count();
    }

    public boolean has(String guest) {
        return run("guest", "list").lines().anyMatch(guest::equals);
    }

    /** Takes the guest away, wherever it is; without effect where there is none. */
    public void destroyIfThere(String guest) {
        if (has(guest)) {
            run("guest", "destroy", guest);
        }
    }

    private String run(String... arguments) {
        List<String> words = new ArrayList<>(List.of(command.toString()));
        words.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.PIPE)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + error);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + words, e);
        }
    }

    /** A guest that beats every 10 ms. */
    public final class Guest {

        private final String name;

        private Guest(String name) {
            this.name = name;
        }

        public String name() {
            return name;
        }

        /** Sets how much memory it dirties, in MiB/s. */
        public void rate(int mebibytesPerSecond) {
            run("guest", "rate", name, Integer.toString(mebibytesPerSecond));
        }

        /** What was heard of it since the last reset. */
        public Heartbeats heartbeats() {
            return read(run("observe", "stat", name));
        }

        /** Begins to count anew. */
        public void reset() {
            run("observe", "reset", name);
        }

        /** Waits for further beats, from whichever host. */
        public Heartbeats awaitBeats(int beats) {
            return read(run("observe", "wait", name, "--beats", Integer.toString(beats), "--timeout", "90"));
        }

        /** Waits for further beats from this host. */
        public Heartbeats awaitBeats(int beats, String node) {
            return read(run(
                    "observe", "wait", name, "--beats", Integer.toString(beats), "--host", node, "--timeout", "90"));
        }

        /** Whether the guest reads on its disk what was written there at its creation. */
        public boolean intact() {
            try {
                return JSON.readTree(run("guest", "sum", name)).path("intact").asBoolean();
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Waits until it writes to its shared disk, also where nobody reaches its host. */
        public void awaitWrite() {
            String before = run("guest", "written", name);
            Awaitility.await(name + " writes to its disk")
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> !run("guest", "written", name).equals(before));
        }

        /** How often the guest has mounted its disk, by the count that it keeps there. */
        public int bootsOnDisk() {
            try {
                return JSON.readTree(run("observe", "stat", name))
                        .at("/disk/boots")
                        .asInt();
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Heartbeats read(String json) {
            try {
                return Heartbeats.of(JSON.readTree(json));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
