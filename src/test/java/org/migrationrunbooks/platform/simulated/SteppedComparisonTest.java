package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.MigrationHandle;

/** Event by event and in small steps of time the same migrations take the same time. */
class SteppedComparisonTest {

    private static final double LINK = 125_000_000;
    private static final int HOSTS = 4;
    private static final String NAMES = "abcd";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void concurrentMigrationsTakeAsLongAsInSmallSteps(long seed) {
        List<SteppedMigrations.Migration> migrations = randomMigrations(new Random(seed));
        MovableClock clock = new MovableClock();
        try (var sim = SimulatedInstallation.of(fleetOf(migrations), clock)) {
            List<MigrationHandle> handles = new ArrayList<>();
            double now = 0;
            for (int i = 0; i < migrations.size(); i++) {
                SteppedMigrations.Migration migration = migrations.get(i);
                clock.advance(Duration.ofNanos((long) ((migration.startsAt - now) * 1e9)));
                now = migration.startsAt;
                handles.add(sim.start(sim.command(
                        "instance-" + i,
                        "node-" + NAMES.charAt(migration.from),
                        "node-" + NAMES.charAt(migration.to),
                        new Strategy.Live(migration.autoConverge, false))));
            }
            clock.advance(Duration.ofHours(1));

            SteppedMigrations.run(migrations, LINK, HOSTS, 3600);

            for (int i = 0; i < migrations.size(); i++) {
                SteppedMigrations.Migration expected = migrations.get(i);
                assertThat(sim.outcome(handles.get(i)))
                        .as("instance-%d", i)
                        .isInstanceOfSatisfying(OperationOutcome.Completed.class, completed -> assertThat(
                                        completed.totalTime().toNanos() / 1e9)
                                .isCloseTo(expected.endedAt - expected.startsAt, withinPercentage(1)));
            }
        }
    }

    private static List<SteppedMigrations.Migration> randomMigrations(Random random) {
        List<SteppedMigrations.Migration> migrations = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int from = random.nextInt(HOSTS);
            int to = (from + 1 + random.nextInt(HOSTS - 1)) % HOSTS;
            double memory = 200e6 + random.nextInt(1000) * 1e6;
            migrations.add(new SteppedMigrations.Migration(
                    from,
                    to,
                    Math.round(random.nextDouble() * 20 * 1000) / 1000.0,
                    memory,
                    random.nextInt(20) * 1e6,
                    random.nextInt(100) * 1e6,
                    random.nextBoolean(),
                    0.3));
        }
        migrations.sort(Comparator.comparingDouble(migration -> migration.startsAt));
        return migrations;
    }

    private static String fleetOf(List<SteppedMigrations.Migration> migrations) {
        StringBuilder fleet = new StringBuilder("hosts:\n");
        for (int i = 0; i < HOSTS; i++) {
            fleet.append("  - {name: node-")
                    .append(NAMES.charAt(i))
                    .append(", cpus: 64, memory: 128GB, link: 1Gbit}\n");
        }
        fleet.append("instances:\n");
        for (int i = 0; i < migrations.size(); i++) {
            SteppedMigrations.Migration migration = migrations.get(i);
            fleet.append(String.format(
                    Locale.ROOT,
                    "  - {name: instance-%d, host: node-%s, cpus: 1, memory: %d, dirtyRate: %d, workingSet: %d}%n",
                    i,
                    NAMES.charAt(migration.from),
                    (long) migration.memory,
                    (long) migration.dirtyRate,
                    (long) migration.workingSet));
        }
        return fleet.toString();
    }
}
