package org.migrationrunbooks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Two processes on one PostgreSQL. One is stopped ({@code SIGSTOP}) for longer than its lease, as a virtual machine is that is being
 * moved or swapped out; the other takes over; then the first goes on where it was, and must find out that it may not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoppedNodeIT {

    private final Site site = Site.onPostgres(Duration.ofSeconds(4));
    private final List<String> verdicts = new ArrayList<>();

    @AfterAll
    void close() {
        site.close();
        verdicts.forEach(System.out::println);
    }

    @Test
    void theOtherNodeFollowsATransferWhoseWorkerStandsStill() {
        Stopped stopped = stopAt(StopPoint.IN_MID_TRANSFER, Migration.LONG);

        RunReport report = stopped.migration().awaitEnd(stopped.other());
        stopped.migration().assertMigratedOnce(report, List.of("1 ended Completed"));
        stopped.goOn();

        stopped.worker().awaitLog("is lost");
        assertUnchanged(stopped, report);
        verdicts.add("stopped in mid-transfer: the other node ends the run; the first finds its lease lost");
    }

    /** The platform cannot know that the caller has lost its right meanwhile, so its answer to the second start is what counts. */
    @Test
    @EnabledIfSystemProperty(named = "crash.points", matches = "all")
    void aStartThatIsSentAfterTheOtherNodeHasMovedTheInstanceHasNoEffect() {
        Stopped stopped = stopAt(StopPoint.MARKED, Migration.SHORT);

        stopped.migration().awaitGate(stopped.other());
        RunReport report = stopped.migration().awaitEnd(stopped.other());
        stopped.migration().assertMigratedOnce(report, List.of("1 ended Unknown", "2 ended Completed"));
        stopped.goOn();

        stopped.worker().awaitLog("is lost");
        assertUnchanged(stopped, report);
        verdicts.add("stopped before the start was sent, sent after retry: no second effect");
    }

    @Test
    @EnabledIfSystemProperty(named = "crash.points", matches = "all")
    void aStartThatIsSentWhileAPersonIsAskedIsTheOnlyOne() {
        Stopped stopped = stopAt(StopPoint.MARKED, Migration.LONG);

        stopped.migration().awaitGate(stopped.other());
        stopped.goOn();
        Migration.eventually("the late start has arrived")
                .until(() ->
                        stopped.migration().report(stopped.other()).ledger().contains("MIGRATION_STARTED"));

        RunReport report = stopped.migration().awaitEnd(stopped.other());
        stopped.migration().assertMovedOnce(report);
        verdicts.add("stopped before the start was sent, sent at the gate: that start is the only one");
    }

    @Test
    @EnabledIfSystemProperty(named = "crash.points", matches = "all")
    void aCompletionThatStandsStillDoesNotKeepTheOtherNodeFromCompleting() {
        Stopped stopped = stopAt(StopPoint.COMPLETING, Migration.SHORT);

        RunReport report = stopped.migration().awaitEnd(stopped.other());
        stopped.migration().assertMigratedOnce(report, List.of("1 ended Completed"));
        stopped.goOn();

        stopped.worker().awaitLog("is lost");
        assertUnchanged(stopped, report);
        verdicts.add("stopped in the completion: the other node completes; the first is refused");
    }

    @Test
    @EnabledIfSystemProperty(named = "crash.points", matches = "all")
    void twoNodesShareTenRunsAndEachInstanceMovesOnce() {
        List<Node> nodes = site.nodes(2);
        List<Migration> migrations = IntStream.range(0, 10)
                .mapToObj(i -> new Migration(site.untouchedInstance(), Migration.SHORT))
                .toList();
        for (int i = 0; i < migrations.size(); i++) {
            migrations.get(i).begin(nodes.get(i % 2));
        }
        for (int i = 0; i < migrations.size(); i++) {
            RunReport report = migrations.get(i).awaitEnd(nodes.get((i + 1) % 2));
            migrations.get(i).assertMigratedOnce(report, List.of("1 ended Completed"));
        }
        verdicts.add("two nodes, ten runs: each instance migrated once");
    }

    private static void assertUnchanged(Stopped stopped, RunReport before) {
        RunReport after = stopped.migration().report(stopped.worker());
        assertThat(after.ledger()).isEqualTo(before.ledger());
        assertThat(after.audit()).isEqualTo(before.audit());
        assertThat(after.attempts()).isEqualTo(before.attempts());
        stopped.migration().assertMovedOnce(after);
    }

    /** Lets one of the nodes come to the point, whichever takes the task, and stops its process there. */
    private Stopped stopAt(StopPoint point, String bandwidth) {
        List<Node> nodes = site.nodes(2);
        Migration migration = new Migration(site.untouchedInstance(), bandwidth);
        nodes.forEach(node -> node.ask("arm", migration.instance(), point.name()));
        migration.begin(nodes.get(0));
        Node worker = migration.awaitHeldByAny(nodes, point);
        Node other = nodes.get(nodes.get(0) == worker ? 1 : 0);
        worker.stop();
        other.ask("disarm", migration.instance());
        return new Stopped(migration, worker, other);
    }

    /**
     * @param worker held at the point, and its process stopped
     * @param other runs
     */
    private record Stopped(Migration migration, Node worker, Node other) {

        /** The process goes on, and so does what was held in it. */
        void goOn() {
            worker.go();
            worker.ask("release", migration.instance());
        }
    }
}
