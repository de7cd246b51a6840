package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.MAY_ACT;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.host;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.StartResult;

/** Whatever is asked in whatever order by a caller who knows nothing, while hosts fail and come back, one instance is alive once. */
class OneInstanceOneHostTest {

    private static final List<String> HOSTS = List.of("node-a", "node-b", "node-c");
    private static final List<String> INSTANCES = List.of("web", "db", "live");
    private static final int STEPS = 800;
    private static final int SEQUENCES = 10;

    private TaskBench bench = new TaskBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void noInstanceIsEverAliveTwice() {
        Set<String> events = new TreeSet<>();
        for (long seed = 1; seed <= SEQUENCES; seed++) {
            events.addAll(eventsOf(seed));
        }
        // Else the sequences were too tame to show anything.
        assertThat(events)
                .contains(
                        "INVARIANT_BROKEN",
                        "MIGRATION_COMPLETED",
                        "POST_COPY_SWITCHED",
                        "BOOT_COMPLETED",
                        "RELOCATION_COMPLETED",
                        "COPY_DISCARDED",
                        "SOURCE_RELEASED",
                        "LEFTOVER_REMOVED",
                        "REBUILD_COMPLETED",
                        "TASK_QUEUED");
    }

    private List<String> eventsOf(long seed) {
        bench.close();
        bench = new TaskBench();
        Random random = new Random(seed);
        try (Simulator inside = bench.sim.simulator(1)) {
            for (int step = 0; step < STEPS; step++) {
                String what = act(random, step);
                bench.pass(random.nextInt(8));
                assertAliveOnce(inside, "seed %d, step %d: %s".formatted(seed, step, what));
            }
        }
        return bench.sim.events();
    }

    private static void assertAliveOnce(Simulator inside, String after) {
        inside.changeAside((world, timeline) -> {
            for (String instance : INSTANCES) {
                List<Presence> presences = world.presences().of(instance);
                assertThat(presences).as(after).filteredOn(Presence::resident).hasSize(1);
                assertThat(presences).as(after).filteredOn(Presence::running).hasSizeLessThanOrEqualTo(1);
                assertThat(presences)
                        .as(after)
                        .filteredOn(presence -> !presence.off())
                        .filteredOn(presence ->
                                presence.role() != Presence.Role.INCOMING && presence.role() != Presence.Role.OUTGOING)
                        .hasSizeLessThanOrEqualTo(1);
                assertThat(presences)
                        .as(after)
                        .filteredOn(presence -> world.dead(presence.host()))
                        .allMatch(Presence::off);
                assertThat(presences)
                        .as(after)
                        .filteredOn(presence -> presence.leftover() || presence.role() == Presence.Role.COPY)
                        .allMatch(Presence::off);
            }
            return true;
        });
    }

    private String act(Random random, int step) {
        String what = "nothing";
        try {
            int kind = random.nextInt(20);
            if (kind < 13) {
                InstanceTask task = task(random, step);
                what = task.toString();
                bench.tasks().begin(task, MAY_ACT);
            } else if (kind < 15) {
                what = migrate(random);
            } else if (kind < 17) {
                what = fail(random);
            } else if (kind < 18) {
                what = "power off";
                bench.powerOff(any(random, HOSTS));
            } else {
                what = "recovery";
                HOSTS.forEach(bench::powerOn);
                bench.sim.faults().clear();
            }
        } catch (PlatformUnreachableException | AnswerLostException e) {
            // What failing hosts answer with; the truth is read from the platform itself.
            what += ", " + e.getMessage();
        }
        return what;
    }

    private InstanceTask task(Random random, int step) {
        String instance = any(random, INSTANCES);
        String here = random.nextBoolean() ? bench.homeOf(instance) : any(random, HOSTS);
        String there = any(random, HOSTS);
        // One or the other of two names for a while, so that several requests are about the same copy.
        String epoch = "e" + (step / 100 + random.nextInt(2));
        return switch (random.nextInt(9)) {
            case 0 -> TaskBench.stop(instance, here);
            case 1, 2 -> TaskBench.stopHard(instance, here);
            case 3 -> TaskBench.relocate(instance, here, there, epoch);
            case 4 -> TaskBench.boot(instance, here, null);
            case 5 -> TaskBench.boot(instance, here, epoch);
            case 6 -> TaskBench.discard(instance, here, epoch);
            case 7 -> TaskBench.rebuild(instance, here, there, epoch);
            default ->
                random.nextBoolean()
                        ? TaskBench.removeLeftover(instance, here)
                        : TaskBench.release(instance, here, there, epoch);
        };
    }

    private String migrate(Random random) {
        String instance = any(random, INSTANCES);
        var command =
                bench.sim.command(instance, bench.homeOf(instance), any(random, HOSTS), new Strategy.Live(false, true));
        if (bench.sim.hypervisor().start(command, MAY_ACT) instanceof StartResult.Accepted accepted
                && random.nextBoolean()) {
            MigrationHandle handle = accepted.handle();
            bench.pass(2);
            bench.sim.hypervisor().escalate(handle, new Escalation.SwitchToPostCopy(), MAY_ACT);
        }
        return "migration " + command.request();
    }

    private String fail(Random random) {
        List<Fault.Kind> kinds = List.of(
                Fault.Kind.HOST_CRASH,
                Fault.Kind.HOST_ISOLATED,
                Fault.Kind.HOST_ISOLATED,
                Fault.Kind.LINK_LOSS,
                Fault.Kind.STORAGE_UNREACHABLE);
        int kind = random.nextInt(kinds.size() + 4);
        if (kind < kinds.size()) {
            String failing = any(random, HOSTS);
            bench.sim.inject(kinds.get(kind), failing);
            return kinds.get(kind) + " " + host(failing);
        }
        Duration delay = Duration.ofSeconds(random.nextInt(120));
        bench.sim.faults().inject(new Fault(Fault.Kind.CARRIED_OUT_LATER, null, any(random, INSTANCES), null, delay));
        return "delay";
    }

    private static String any(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
