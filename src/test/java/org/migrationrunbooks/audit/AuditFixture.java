package org.migrationrunbooks.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The audit over an empty database; several of them over one database are several nodes, or one after a restart. */
final class AuditFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2030-05-17T09:30:00.123456789Z");

    private final HikariDataSource pool;
    final JdbcClient jdbc;
    final TransactionTemplate transaction;
    final AuditTrail trail;
    final AuditSealer sealer;
    final AuditVerifier verifier;
    final AuditQuery query;

    private AuditFixture(DataSource dataSource, Clock clock) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMinimumIdle(0);
        pool = new HikariDataSource(config);
        JdbcTransactionManager transactions = new JdbcTransactionManager(pool);
        jdbc = JdbcClient.create(pool);
        transaction = new TransactionTemplate(transactions);
        trail = new JdbcAuditTrail(jdbc, transactions, clock);
        sealer = new AuditSealer(jdbc, new JdbcTemplate(pool), transactions);
        verifier = new AuditVerifier(jdbc, transactions);
        query = new AuditQuery(jdbc);
    }

    /** With empty tables. */
    static AuditFixture create(EmbeddedDatabase database) {
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        AuditFixture audit = over(database);
        audit.clear();
        return audit;
    }

    private void clear() {
        for (String table : List.of("mr_audit_unsealed", "mr_audit_seal", "mr_audit_entry", "mr_audit_head")) {
            jdbc.sql("delete from " + table).update();
        }
        jdbc.sql("insert into mr_audit_head (id, seq, hash) values (1, 0, :hash)")
                .param("hash", Seal.GENESIS)
                .update();
    }

    /** On tables that are there already. */
    static AuditFixture over(EmbeddedDatabase database) {
        return at(database, NOW);
    }

    /** As whoever the pool connects as. */
    static AuditFixture over(DataSource database) {
        return new AuditFixture(database, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static AuditFixture at(EmbeddedDatabase database, Instant now) {
        return new AuditFixture(database.dataSource(), Clock.fixed(now, ZoneOffset.UTC));
    }

    static AuditEvent event(String subject) {
        return new AuditEvent(
                AuditCode.OPERATION_INTENDED,
                "operator",
                new RunbookId("11111111-2222-3333-4444-555555555555"),
                subject,
                "maintenance",
                Map.of("attempt", "1", "destination", "node-b"));
    }

    /** Appends and seals this many entries, about instances 1, 2 and so on. */
    void seal(int count) {
        for (int i = 1; i <= count; i++) {
            trail.append(event("demo/web-" + i));
        }
        sealer.seal();
    }

    List<AuditEntry> all() {
        return query.find(AuditFilter.ALL, AuditQuery.Order.SEALED, 0, 1000).items();
    }

    @Override
    public void close() {
        pool.close();
    }
}
