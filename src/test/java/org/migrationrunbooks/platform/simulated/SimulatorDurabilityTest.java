package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.instance;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.Trace;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The platform keeps what it did and goes on alone. */
class SimulatorDurabilityTest {

    private final MovableClock clock = new MovableClock();

    @Test
    void aTransferGoesOnWhileTheApplicationIsDown(@TempDir Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("simulated") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        try (var sim =
                new SimulatedInstallation(SimulatedInstallation.THREE_HOSTS, url, clock, Duration.ofSeconds(10))) {
            MigrationHandle handle = sim.start("idle", "node-a", "node-b");
            clock.advance(Duration.ofSeconds(2));
            assertThat(sim.progress(handle).processed().bytes()).isEqualTo(250_000_000);

            sim.platform().close();
            clock.advance(Duration.ofSeconds(4));
            sim.restart(1);

            assertThat(sim.progress(handle).processed().bytes()).isEqualTo(750_000_000);
            sim.platform().close();
            clock.advance(Duration.ofHours(1));
            sim.restart(1);
            assertThat(sim.outcome(handle))
                    .isInstanceOfSatisfying(
                            OperationOutcome.Completed.class,
                            completed -> assertThat(completed.totalTime()).isEqualTo(Duration.ofMillis(10_030)));
            assertThat(sim.count(LedgerEvent.MIGRATION_COMPLETED)).isEqualTo(1);
        }
    }

    @Test
    void aNewTimeScaleHoldsFromTheRestartOn() {
        try (var sim = SimulatedInstallation.of(SimulatedInstallation.THREE_HOSTS, clock)) {
            MigrationHandle handle = sim.start("idle", "node-a", "node-b");
            clock.advance(Duration.ofSeconds(5));

            sim.restart(60);
            clock.advance(Duration.ofMillis(50));

            assertThat((double) sim.progress(handle).processed().bytes()).isCloseTo(1_000_000_000, within(1000.0));
            var expectedEnd = sim.progress(handle).expectedEnd();
            assertThat(expectedEnd).isNotNull();
            assertThat(Duration.between(clock.instant(), expectedEnd))
                    .isBetween(Duration.ofMillis(33), Duration.ofMillis(34));
            clock.advance(Duration.ofMillis(34));
            assertThat(sim.outcome(handle)).isInstanceOf(OperationOutcome.Completed.class);
        }
    }

    @Test
    void whatTheCallerRollsBackStaysDone() {
        try (var sim = SimulatedInstallation.of(SimulatedInstallation.THREE_HOSTS, clock);
                var callers = new HikariDataSource()) {
            callers.setJdbcUrl(SimulatedInstallation.memory());
            JdbcClient jdbc = JdbcClient.create(callers);
            jdbc.sql("create table step (name varchar(20))").update();
            MigrationCommand command = sim.command("idle", "node-a", "node-b", Strategy.PLAIN);

            new TransactionTemplate(new DataSourceTransactionManager(callers)).executeWithoutResult(transaction -> {
                jdbc.sql("insert into step values ('transfer')").update();
                sim.start(command);
                transaction.setRollbackOnly();
            });

            assertThat(jdbc.sql("select count(*) from step").query(Long.class).single())
                    .isZero();
            assertThat(sim.hypervisor().find(command)).isInstanceOf(Trace.Found.class);
            assertThat(sim.count(LedgerEvent.MIGRATION_STARTED)).isEqualTo(1);
        }
    }

    @Test
    void anInstanceAboutToRunOnTwoHostsIsAnErrorThatStandsInTheLedger() {
        try (var sim = SimulatedInstallation.of(SimulatedInstallation.THREE_HOSTS, clock);
                Simulator inside = sim.simulator(1)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> inside.change((world, timeline) -> {
                        world.presences().put("idle", "node-b", Presence.Role.INCOMING, InstanceState.RUNNING);
                        return true;
                    }))
                    .withMessageContaining("idle would run on node-a and node-b");

            assertThat(sim.hypervisor().whereabouts(instance("idle")).runsOnlyOn(SimulatedInstallation.host("node-a")))
                    .isTrue();
            assertThat(sim.events()).containsExactly("INVARIANT_BROKEN");
        }
    }

    @Test
    void aDatabaseOfAnEarlierVersionIsBroughtUpToDate() {
        String url = SimulatedInstallation.memory();
        try (var old = new HikariDataSource()) {
            old.setJdbcUrl(url);
            Flyway.configure()
                    .dataSource(old)
                    .locations("classpath:db/simulated")
                    .table("sim_schema_history")
                    .target("1")
                    .load()
                    .migrate();
            JdbcClient jdbc = JdbcClient.create(old);
            jdbc.sql("insert into sim_platform values (1, 'sim', ?, 0, 1, 0, ?)")
                    .params(clock.instant().toEpochMilli() * 1_000_000, PlatformTime.NEVER)
                    .update();
            String host = "insert into sim_host values (?, ?, ?, 8, 1000000, 1000, null, null, '{}')";
            jdbc.sql(host).params("lit", 0, "UP").update();
            jdbc.sql(host).params("dark", 1, "DOWN").update();
            jdbc.sql(
                            "insert into sim_instance values ('one', 2, 'u', 1, 1000, null, null, null, null, 0, '{}', '[]', null)")
                    .update();
            jdbc.sql("insert into sim_presence values ('one', 'lit', 'RESIDENT', 'RUNNING')")
                    .update();
        }

        try (var sim =
                new SimulatedInstallation(SimulatedInstallation.THREE_HOSTS, url, clock, Duration.ofSeconds(10))) {
            var device = sim.platform().fencingDevices().get(0);
            assertThat(device.power(SimulatedInstallation.host("lit")).off()).isFalse();
            assertThat(device.power(SimulatedInstallation.host("dark")).off()).isTrue();
            var stop = new InstanceTask.Stop(instance("one"), SimulatedInstallation.host("lit"), true);
            sim.platform().instanceTasks().orElseThrow().begin(stop, SimulatedInstallation.MAY_ACT);
            assertThat(sim.state("one")).isEqualTo(InstanceState.STOPPED);
        }
    }

    @Test
    void anUnreachableDatabaseIsAnUnreachablePlatform(@TempDir Path folder) {
        var settings = new SimulatorSettings(
                null, "jdbc:h2:file:" + folder.resolve("none") + ";IFEXISTS=TRUE", 1, Duration.ofMillis(300));
        var database = new SimulatorDatabase("sim", String.valueOf(settings.database()), settings.callTimeout());
        try (var platform = new SimulatedPlatform(
                "sim",
                new Simulator(
                        "sim",
                        settings,
                        FleetReader.read(new ByteArrayResource("hosts: []".getBytes(StandardCharsets.UTF_8)), "sim"),
                        database,
                        clock))) {
            assertThat(platform.health().usable()).isFalse();
            assertThat(platform.health().detail()).contains("database cannot be used");
        }
    }

    @Test
    void aDatabaseOfAnotherPlatformIsRefused() {
        String url = SimulatedInstallation.memory();
        try (var sim = new SimulatedInstallation(
                        SimulatedInstallation.THREE_HOSTS, url, clock, Duration.ofSeconds(10));
                var database = new SimulatorDatabase("other", url, Duration.ofSeconds(1))) {
            var settings = new SimulatorSettings(null, url, 1, Duration.ofSeconds(1));
            var other = new Simulator("other", settings, new Fleet(List.of(), List.of()), database, clock);

            assertThatIllegalArgumentException()
                    .isThrownBy(other::setUpOnce)
                    .withMessageContaining("holds the platform sim");
            assertThat(sim.state("idle")).isEqualTo(InstanceState.RUNNING);
        }
    }
}
