package org.migrationrunbooks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.migrationrunbooks.audit.AuditCode;

/**
 * The only process is killed ({@code kill -9}) while runs are held at a point; the next process brings them to their good end, and each
 * instance has moved once. {@code -Dcrash.points=all} kills a process at each point alone as well, which takes minutes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledNodeIT {

    /** Points of the request and of the transfer. */
    private static final List<StopPoint> TRANSFER = List.of(
            StopPoint.recording(AuditCode.RUNBOOK_REQUESTED),
            StopPoint.LEASED,
            StopPoint.INTENDED,
            StopPoint.ABOUT_TO_MARK,
            StopPoint.MARKED,
            StopPoint.ACCEPTED,
            StopPoint.IN_MID_TRANSFER,
            StopPoint.ENDED,
            StopPoint.COMPLETING);

    /** Whoever is held here keeps a lock on the task that the worker fetches next, so nobody else comes to a point meanwhile. */
    private static final List<StopPoint> WITH_THE_TASK_LOCKED = List.of(
            StopPoint.recording(AuditCode.OPERATION_INTENDED),
            StopPoint.recording(AuditCode.OPERATION_ACCEPTED),
            StopPoint.after("Task_TransferInstance"));

    /** The long operations of a cold migration and their tasks. Whoever is held after one of them keeps a lock that others need. */
    private static final Map<String, String> COLD_TASKS = Map.of(
            "Task_StopInstance", "stop",
            "Task_RelocateInstance", "relocate",
            "Task_BootInstance", "boot",
            "Task_ReleaseSource", "release-source");

    private final Map<Database, Site> sites = new EnumMap<>(Database.class);
    private final List<String> verdicts = new ArrayList<>();

    @AfterAll
    void close() {
        sites.values().forEach(Site::close);
        verdicts.forEach(System.out::println);
    }

    @ParameterizedTest(name = "on {0}")
    @EnumSource
    void aProcessDiesWithARunAtEveryPoint(Database database) {
        Site site = sites.computeIfAbsent(database, Database::open);
        Node victim = site.node();
        Map<StopPoint, Migration> migrations = new LinkedHashMap<>();
        points(site, victim).forEach(point -> migrations.put(point, begin(site, victim, point)));
        migrations.forEach((point, migration) -> migration.awaitHeld(victim, point));

        Node next = site.replace(victim);

        migrations.values().forEach(migration -> migration.ask(next));
        migrations.forEach((point, migration) -> assertEndsWell(database, point, migration, next));
    }

    /** All of the transfer, and before and after each element of the model that a migration passes. */
    private static List<StopPoint> points(Site site, Node node) {
        Migration migration = new Migration(site.untouchedInstance(), Migration.SHORT);
        migration.ask(node);
        RunReport report = migration.awaitEnd(node);
        assertThat(report.passed()).contains("Task_ApprovePlan", "Task_TransferInstance", "Event_InstanceMigrated");
        Stream<StopPoint> elements = report.passed().stream()
                .flatMap(element -> Stream.of(StopPoint.before(element), StopPoint.after(element)))
                .filter(point -> !WITH_THE_TASK_LOCKED.contains(point));
        return Stream.concat(TRANSFER.stream(), elements).toList();
    }

    @ParameterizedTest(name = "on {0}")
    @EnumSource
    void aProcessDiesWithAColdMigrationAtEveryPoint(Database database) {
        Site site = sites.computeIfAbsent(database, Database::open);
        Node victim = site.node();
        Map<StopPoint, Migration> migrations = new LinkedHashMap<>();
        coldPoints(site, victim).forEach(point -> migrations.put(point, beginCold(site, victim, point)));
        migrations.forEach((point, migration) -> migration.awaitHeld(victim, point));

        Node next = site.replace(victim);

        migrations.values().forEach(migration -> migration.ask(next));
        migrations.forEach((point, migration) -> {
            migration.assertMovedColdOnce(migration.awaitEnd(next));
            assertThat(migration.decisions()).as("decisions of people").isZero();
            verdict(database, point, "goes on by itself; stopped, moved, started and released once");
        });
    }

    /** Around every call about a task, and before and after each element of the model that a migration passes. */
    private static List<StopPoint> coldPoints(Site site, Node node) {
        Migration migration = new Migration(site.untouchedColdInstance(), Migration.SHORT);
        migration.ask(node);
        RunReport report = migration.awaitEnd(node);
        assertThat(report.passed()).contains("Task_ApprovePlan", "Task_RelocateInstance", "Event_InstanceMigrated");
        Stream<StopPoint> elements = report.passed().stream()
                .flatMap(element -> COLD_TASKS.containsKey(element)
                        ? Stream.of(StopPoint.before(element))
                        : Stream.of(StopPoint.before(element), StopPoint.after(element)));
        Stream<StopPoint> calls = COLD_TASKS.values().stream()
                .flatMap(task -> Stream.of("about-to-look-at", "about-to-begin", "begun", "done")
                        .map(when -> StopPoint.task(when, task)));
        return Stream.of(calls, Stream.of(StopPoint.task("in-the-middle-of", "relocate")), elements)
                .flatMap(points -> points)
                .toList();
    }

    private static Migration beginCold(Site site, Node node, StopPoint point) {
        Migration migration = new Migration(site.untouchedColdInstance(), Migration.SHORT);
        node.ask("arm", migration.instance(), point.name());
        migration.begin(node);
        return migration;
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource
    @EnabledIfSystemProperty(named = "crash.points", matches = "all")
    void aProcessDiesWithARunAtThisPointAlone(Database database, StopPoint point) {
        Site site = sites.computeIfAbsent(database, Database::open);
        Node victim = site.node();
        Migration migration = begin(site, victim, point);
        migration.awaitHeld(victim, point);

        Node next = site.replace(victim);

        migration.ask(next);
        assertEndsWell(database, point, migration, next);
    }

    static Stream<Arguments> aProcessDiesWithARunAtThisPointAlone() {
        return Stream.of(Database.values())
                .flatMap(database -> Stream.concat(TRANSFER.stream(), WITH_THE_TASK_LOCKED.stream())
                        .map(point -> Arguments.of(database, point)));
    }

    private static Migration begin(Site site, Node node, StopPoint point) {
        Migration migration = new Migration(site.untouchedInstance(), Migration.SHORT);
        node.ask("arm", migration.instance(), point.name());
        migration.begin(node);
        return migration;
    }

    private void assertEndsWell(Database database, StopPoint point, Migration migration, Node node) {
        RunReport report = migration.awaitEnd(node);
        if (point.equals(StopPoint.MARKED)) {
            // The mark alone cannot be told from a start that is still under way, so a person decides.
            migration.assertMigratedOnce(report, List.of("1 ended Unknown", "2 ended Completed"));
            assertThat(migration.decisions()).as("decisions of people").isEqualTo(1);
            verdict(database, point, "unknown, so the gate; after retry a second attempt; one migration");
        } else {
            migration.assertMigratedOnce(report, List.of("1 ended Completed"));
            assertThat(migration.decisions()).as("decisions of people").isZero();
            verdict(database, point, "goes on by itself; one attempt, one migration");
        }
    }

    private void verdict(Database database, StopPoint point, String verdict) {
        verdicts.add("killed %-33s %-8s %s".formatted(point, database, verdict));
    }

    private enum Database {
        H2 {
            @Override
            Site open() {
                return Site.onH2();
            }
        },
        POSTGRES {
            @Override
            Site open() {
                return Site.onPostgres(Duration.ZERO);
            }
        };

        abstract Site open();
    }
}
