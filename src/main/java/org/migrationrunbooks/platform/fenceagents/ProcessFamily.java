package org.migrationrunbooks.platform.fenceagents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process and all that came from it. Ancestry alone does not find a grandchild whose parent has ended, therefore the family
 * carries a mark in its environment, which children inherit; where the system shows no environments, only ancestry counts.
 */
final class ProcessFamily {

    /** Name of the environment variable that the first process is given, with {@link #mark}. */
    static final String VARIABLE = "MIGRATION_RUNBOOKS_AGENT_RUN";

    private static final Duration KILLING = Duration.ofSeconds(5);
    private static final long ROUND_MILLIS = 200;

    private final String mark = UUID.randomUUID().toString();

    String mark() {
        return mark;
    }

    /**
     * Kills them all, and returns those that live on: killing is tried for some seconds, then it is up to people. An interrupt
     * does not stop it; it is there again afterwards.
     *
     * @param first the process that was given the mark
     */
    List<Long> kill(ProcessHandle first) {
        long end = System.nanoTime() + KILLING.toNanos();
        boolean interrupted = false;
        List<ProcessHandle> alive = alive(first);
        while (!alive.isEmpty() && System.nanoTime() < end) {
            alive.forEach(ProcessHandle::destroyForcibly);
            try {
                awaitExit(alive);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            // One of them may have started another while it was being killed.
            alive = alive(first);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return alive.stream().map(ProcessHandle::pid).toList();
    }

    /** The youngest first, so that nobody can notice the end of a child and start another. */
    private List<ProcessHandle> alive(ProcessHandle first) {
        Set<ProcessHandle> family = new LinkedHashSet<>();
        family.add(first);
        first.descendants().forEach(family::add);
        ProcessHandle.allProcesses().filter(this::marked).forEach(family::add);
        List<ProcessHandle> alive =
                new ArrayList<>(family.stream().filter(ProcessHandle::isAlive).toList());
        Collections.reverse(alive);
        return alive;
    }

    private boolean marked(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return new String(environment, StandardCharsets.ISO_8859_1).contains(VARIABLE + "=" + mark);
        } catch (IOException e) {
            // It has ended meanwhile, or belongs to somebody else.
            return false;
        }
    }

    private static void awaitExit(List<ProcessHandle> processes) throws InterruptedException {
        try {
            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(ROUND_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The next look tells who is left.
            return;
        }
    }
}
