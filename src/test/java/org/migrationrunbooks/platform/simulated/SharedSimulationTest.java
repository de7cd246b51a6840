package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.instance;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.LedgerEntry;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationStatus;

/** Two applications with connections of their own use one simulation at the same time, as two processes do. */
class SharedSimulationTest {

    private static final int GUESTS = 12;
    private static final double FAST = 200;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void everythingHappensOnceOnH2() throws InterruptedException, ExecutionException {
        everythingHappensOnce(SimulatedInstallation.memory());
    }

    @Test
    void everythingHappensOnceOnPostgres() throws IOException, InterruptedException, ExecutionException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            everythingHappensOnce(postgres.getJdbcUrl("postgres", "postgres"));
        }
    }

    private void everythingHappensOnce(String url) throws InterruptedException, ExecutionException {
        List<SimulatedInstallation> both = openTwo(url);
        try (var first = both.get(0);
                var second = both.get(1)) {
            assertThat(first.hypervisor().inventory().instances())
                    .isEqualTo(second.hypervisor().inventory().instances());
            List<Callable<OperationOutcome>> moves = new ArrayList<>();
            for (int i = 0; i < GUESTS; i++) {
                String name = "guest-" + i;
                String from = i % 2 == 0 ? "node-a" : "node-b";
                SimulatedInstallation here = i % 3 == 0 ? first : second;
                SimulatedInstallation there = i % 3 == 0 ? second : first;
                moves.add(() -> moveWatchedFromBothSides(name, from, here, there));
            }

            for (Future<OperationOutcome> outcome : threads.invokeAll(moves)) {
                assertThat(outcome.get()).isInstanceOf(OperationOutcome.Completed.class);
            }

            assertThat(first.faults().ledger())
                    .filteredOn(entry -> entry.event().equals("MIGRATION_COMPLETED"))
                    .hasSize(GUESTS)
                    .extracting(LedgerEntry::operation)
                    .doesNotHaveDuplicates();
            assertThat(first.count(LedgerEvent.INVARIANT_BROKEN)).isZero();
        }
    }

    private static OperationOutcome moveWatchedFromBothSides(
            String name, String from, SimulatedInstallation here, SimulatedInstallation there) {
        MigrationHandle handle = here.start(here.command(name, from, "node-c", Strategy.PLAIN));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    assertRunsOnOneHostAtMost(here.hypervisor(), name);
                    assertRunsOnOneHostAtMost(there.hypervisor(), name);
                    return there.hypervisor().status(handle) instanceof MigrationStatus.Ended;
                });
        return here.outcome(handle);
    }

    private static void assertRunsOnOneHostAtMost(Hypervisor hypervisor, String name) {
        assertThat(hypervisor.whereabouts(instance(name)).sightings())
                .filteredOn(sighting -> sighting.state() == InstanceState.RUNNING)
                .hasSizeLessThanOrEqualTo(1);
    }

    /** Two that are opened at the same time, so that both find nothing set up. */
    private List<SimulatedInstallation> openTwo(String url) throws InterruptedException, ExecutionException {
        Callable<SimulatedInstallation> opening = () -> installation(url);
        List<SimulatedInstallation> opened = new ArrayList<>();
        for (Future<SimulatedInstallation> installation : threads.invokeAll(List.of(opening, opening))) {
            opened.add(installation.get());
        }
        return opened;
    }

    private static SimulatedInstallation installation(String url) {
        StringBuilder fleet = new StringBuilder(SimulatedInstallation.THREE_HOSTS);
        for (int i = 0; i < GUESTS; i++) {
            fleet.append(
                    "  - {name: guest-%d, host: node-%s, cpus: 1, memory: 512MB, dirtyRate: 5MB, workingSet: 64MB}%n"
                            .formatted(i, i % 2 == 0 ? "a" : "b"));
        }
        return new SimulatedInstallation(fleet.toString(), url, Clock.systemUTC(), Duration.ofSeconds(10), FAST);
    }
}
