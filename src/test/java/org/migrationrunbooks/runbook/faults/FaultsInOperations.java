package org.migrationrunbooks.runbook.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookDecisions;
import org.migrationrunbooks.runbook.RunbookStart;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * Each fault of the simulated platform in each long operation of each runbook: whatever people do at the gates, in the end the truths
 * hold. Faults and operations are read from the code and from the models, so that a new one of either makes cells of its own.
 */
@SpringBootTest(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:faults;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.sample-runs=false",
            "runbooks.monitor.storm-hosts=1000",
            "runbooks.operations.power-patience=1s",
            "runbooks.operations.tick-interval=100ms",
            "runbooks.operations.poll-interval=100ms",
            "runbooks.operations.doubt=1s",
            "runbooks.operations.silence=2s",
            "runbooks.operations.cancel-timeout=5s",
            "runbooks.operations.sweep-interval=1s",
            "runbooks.operations.threads=32",
            "runbooks.return-to-service.boot-timeout=2s",
            "runbooks.return-to-service.look-interval=300ms",
            "runbooks.live-migration.retry-pause=1s",
            "runbooks.live-migration.stall-timeout=1s",
            "runbooks.cold-migration.shutdown-timeout=1s",
            "runbooks.cold-migration.stall-timeout=1s",
            "runbooks.cold-migration.boot-timeout=5s",
            "camunda.bpm.job-execution.max-pool-size=24"
        })
@Import(Ambushes.class)
@DirtiesContext
abstract class FaultsInOperations {

    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final int CREWS = 16;

    @Autowired
    Ambushes ambushes;

    @Autowired
    RunbookStart start;

    @Autowired
    RunbookDecisions decisions;

    @Autowired
    RunStore runs;

    @Autowired
    Platforms platforms;

    @Autowired
    AuditQuery audit;

    @Autowired
    JdbcClient jdbc;

    /** Every cell there is. */
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (LongOperations.LongOperation operation : LongOperations.all()) {
            for (FaultCase fault : FaultCase.of(operation)) {
                Arrays.stream(Situation.values())
                        .filter(situation -> situation.leadsTo(operation))
                        .forEach(situation -> cells.add(new Cell(cells.size(), situation, operation, fault)));
            }
        }
        return cells;
    }

    /** A platform for each of these cells; its database is gone when the application has ended. */
    static void platforms(DynamicPropertyRegistry registry, List<Cell> cells) {
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            String entry = "runbooks.platforms[" + i + "].";
            registry.add(entry + "name", cell::platform);
            registry.add(entry + "type", () -> "simulated");
            registry.add(entry + "fleet", () -> fleet(cell.situation()));
            registry.add(
                    entry + "database", () -> "jdbc:h2:mem:faults-%s;LOCK_TIMEOUT=10000".formatted(cell.platform()));
            registry.add(entry + "timeScale", () -> "40");
            registry.add(entry + "callTimeout", () -> "300ms");
        }
    }

    private static String fleet(Situation situation) {
        try {
            Path file = Files.createDirectories(Path.of("target", "fleets")).resolve(situation + ".yaml");
            Files.writeString(file, situation.fleet());
            return file.toUri().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyOperationIsReached() {
        assertThat(LongOperations.all())
                .as("operations without a way that leads to them")
                .allSatisfy(operation -> assertThat(Situation.values())
                        .as("%s of %s", operation.step(), operation.runbook())
                        .anyMatch(situation -> situation.leadsTo(operation)));
    }

    /** Lets them all happen, and prints the table. */
    void assertTruths(List<Cell> cells) throws InterruptedException, ExecutionException {
        cells.forEach(ambushes::lay);
        ExecutorService crews = Executors.newFixedThreadPool(CREWS);
        try {
            List<Future<Verdict>> verdicts = cells.stream()
                    .map(cell -> crews.submit(() -> verdict(cell)))
                    .toList();
            List<Verdict> all = new ArrayList<>();
            for (Future<Verdict> verdict : verdicts) {
                all.add(verdict.get());
            }
            System.out.println(all.stream().map(Verdict::toString).collect(Collectors.joining("\n")));
            assertThat(all).filteredOn(verdict -> !verdict.broken().isEmpty()).isEmpty();
        } finally {
            crews.shutdown();
        }
    }

    private record Verdict(Cell cell, List<String> endings, int gates, List<String> broken) {

        @Override
        public String toString() {
            return "%s → %s%s%s"
                    .formatted(
                            cell,
                            broken.isEmpty() ? "holds: " : "BROKEN " + broken + ": ",
                            String.join(", ", endings),
                            gates == 0 ? "" : " (asked %d times)".formatted(gates));
        }
    }

    private Verdict verdict(Cell cell) {
        Crew crew = new Crew(cell, start, decisions, runs, platforms);
        List<String> broken = new ArrayList<>();
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptionsMatching(FaultsInOperations::maybeLater)
                    .until(crew::advance);
        } catch (ConditionTimeoutException e) {
            broken.add("it did not come to an end");
        }
        if (crew.unasked()) {
            broken.add("it stood still, and nobody was asked");
        }
        if (cell.sprungAt() == null) {
            broken.add("the operation was not reached");
        }
        Cell.faults(platforms.get(cell.platform())).clear();
        Truths truths = new Truths(platforms.get(cell.platform()), runs, audit, jdbc);
        broken.addAll(truths.broken());
        return new Verdict(
                cell, truths.runs().stream().map(FaultsInOperations::end).toList(), crew.answered(), broken);
    }

    /** Whoever decides looks again then: so many cells share the database and the processors of the machine. */
    private static boolean maybeLater(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(SQLTimeoutException.class::isInstance);
    }

    /** How it ended, and where that is no good end, why. */
    private static String end(Run run) {
        String end = run.ending() == null ? run.state().code() : run.ending().code();
        String why = run.state() == RunbookState.COMPLETED ? "" : " (%s)".formatted(run.endingDetail());
        return "%s %s%s".formatted(run.kind().key(), end, why);
    }
}
