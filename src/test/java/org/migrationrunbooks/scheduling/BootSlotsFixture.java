package org.migrationrunbooks.scheduling;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The slots of one node; several over one database are several nodes, or one after a restart. */
final class BootSlotsFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2030-05-17T09:30:00Z");

    private final HikariDataSource pool;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BootSlots slots;

    private BootSlotsFixture(EmbeddedDatabase database, BootCaps caps, Instant now) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(20);
        pool = new HikariDataSource(config);
        jdbc = JdbcClient.create(pool);
        JdbcTransactionManager transactions = new JdbcTransactionManager(pool);
        transaction = new TransactionTemplate(transactions);
        slots = new BootSlots(jdbc, new BootLanes(jdbc, transactions), caps, Clock.fixed(now, ZoneOffset.UTC));
    }

    static BootSlotsFixture create(EmbeddedDatabase database, BootCaps caps) {
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        BootSlotsFixture node = over(database, caps);
        for (String table : List.of("mr_boot_slot", "mr_boot_lane", "mr_runbook")) {
            node.jdbc.sql("delete from " + table).update();
        }
        return node;
    }

    /** On tables that are there already. */
    static BootSlotsFixture over(EmbeddedDatabase database, BootCaps caps) {
        return new BootSlotsFixture(database, caps, NOW);
    }

    static BootSlotsFixture later(EmbeddedDatabase database, BootCaps caps, Duration by) {
        return new BootSlotsFixture(database, caps, NOW.plus(by));
    }

    /** A request of a run of its own, which is on record. */
    BootRequest request(String instance, String host, int priority) {
        RunbookId runbook = RunbookId.random();
        jdbc.sql("insert into mr_runbook (id, kind, requester, request_digest, request, platform, reason, requested_at,"
                        + " state) values (?, 'instance-rebuild', 'operator', 'd', '{}', 'demo', 'test', ?, 'running')")
                .params(runbook.value(), NOW.atOffset(ZoneOffset.UTC))
                .update();
        return new BootRequest(runbook, new InstanceId("demo", instance), new HostId("demo", host), "demo", priority);
    }

    BootAnswer ask(BootRequest request) {
        return inTransaction(() -> slots.ask(request));
    }

    boolean granted(BootRequest request) {
        return ask(request) instanceof BootAnswer.Granted;
    }

    void release(BootRequest request) {
        inTransaction(() -> {
            slots.release(request.runbook(), request.instance());
            return true;
        });
    }

    void releaseAllOf(RunbookId runbook) {
        inTransaction(() -> {
            slots.release(runbook);
            return true;
        });
    }

    <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    /** As {@code ask}, in the transaction that is open already. */
    BootAnswer askWithin(BootRequest request) {
        return slots.ask(request);
    }

    /** The most that hold a slot on one host. */
    long busiestHost() {
        return most("host");
    }

    /** The most that hold a slot of one storage. */
    long busiestStorage() {
        return most("storage");
    }

    private long most(String column) {
        return jdbc.sql("select coalesce(max(held), 0) from (select count(*) as held from mr_boot_slot"
                        + " where granted_at is not null group by " + column + ") as counts")
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        pool.close();
    }
}
