package org.migrationrunbooks.runbook.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookStart;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Two nodes on one database see the same outage at the same time. */
@MonitorTest
@DisplayName("Two monitors on Postgres")
class TwoMonitorsPostgresTest {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.postgres();
    private static final EmbeddedDatabase SIMULATION = EmbeddedDatabase.h2();

    @DynamicPropertySource
    static void databases(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
        // A list is taken from one source as a whole.
        registry.add("runbooks.platforms[0].name", () -> Watchtower.PLATFORM);
        registry.add("runbooks.platforms[0].type", () -> "simulated");
        registry.add("runbooks.platforms[0].fleet", () -> "classpath:fleets/monitor-test.yaml");
        registry.add("runbooks.platforms[0].database", SIMULATION::url);
    }

    @Autowired
    Watchtower tower;

    @Autowired
    RunbookStart start;

    @Autowired
    RunStore runs;

    @Autowired
    WatchStore store;

    @Autowired
    Platforms platforms;

    @Autowired
    Clock clock;

    private final CyclicBarrier together = new CyclicBarrier(2);
    private final ExecutorService nodes = Executors.newFixedThreadPool(2);
    private HostMonitor first;

    @BeforeEach
    void beginToWatch() {
        first = tower.begin();
    }

    @AfterEach
    void leaveEverythingWell() {
        nodes.shutdownNow();
        first.stop();
        tower.leaveEverythingWell();
    }

    @Test
    void twoNodesThatLookAtTheSameTimeRaiseOneEvacuation() throws Exception {
        HostMonitor second = tower.node();
        tower.crash("node-a");
        for (int look = 0; look < 15; look++) {
            tower.pass(Duration.ofSeconds(5));
            together(
                    () -> {
                        first.look();
                        return first;
                    },
                    () -> {
                        second.look();
                        return second;
                    });
        }

        assertThat(tower.runs("node-a")).hasSize(1);
        assertThat(List.of(first.state().acts(), second.state().acts())).containsExactlyInAnyOrder(true, false);
        tower.await(tower.runs("node-a").get(0), RunbookState.AWAITING_APPROVAL);
        second.stop();
    }

    @Test
    void twoNodesThatBothActForAMomentRaiseOneEvacuation() throws Exception {
        for (String host : List.of("node-a", "node-b", "node-c")) {
            tower.crash(host);
            first.look();
            Instant outage = clock.instant();
            Evacuations one = new Evacuations(start, runs, store, clock);
            Evacuations other = new Evacuations(start, runs, store, clock);

            List<Judgement> judgements = together(
                    () -> one.raise(watched(host, outage), outage), () -> other.raise(watched(host, outage), outage));

            assertThat(tower.runs(host)).hasSize(1);
            Run run = tower.runs(host).get(0);
            assertThat(judgements).allSatisfy(judgement -> {
                assertThat(judgement.code()).as("%s", judgement).isEqualTo(Judgement.Code.RAISED);
                assertThat(judgement.run()).isEqualTo(run.id());
            });
        }
    }

    private WatchedHost watched(String name, Instant since) {
        Host host = platforms
                .get(Watchtower.PLATFORM)
                .hypervisor()
                .inventory()
                .host(name)
                .orElseThrow();
        return new WatchedHost(host, List.of(), true, since);
    }

    private <T> List<T> together(Callable<T> one, Callable<T> other) throws Exception {
        Future<T> a = nodes.submit(() -> {
            together.await(30, TimeUnit.SECONDS);
            return one.call();
        });
        Future<T> b = nodes.submit(() -> {
            together.await(30, TimeUnit.SECONDS);
            return other.call();
        });
        return List.of(a.get(60, TimeUnit.SECONDS), b.get(60, TimeUnit.SECONDS));
    }
}
