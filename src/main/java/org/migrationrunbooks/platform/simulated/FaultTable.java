package org.migrationrunbooks.platform.simulated;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.migrationrunbooks.platform.Fault;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The failures in force, and those that wait for their occasion. */
final class FaultTable {

    /** A fault under its number. */
    record Armed(long id, Fault fault) {}

    private final JdbcClient jdbc;

    FaultTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Armed> all() {
        return jdbc.sql("select id, kind, host, instance, share, delay_nanos from sim_fault order by id")
                .query((row, number) -> new Armed(row.getLong("id"), fault(row)))
                .list();
    }

    void add(Fault fault) {
        jdbc.sql("insert into sim_fault (kind, host, instance, share, delay_nanos) values (?, ?, ?, ?, ?)")
                .params(
                        fault.kind().name(),
                        fault.host(),
                        fault.instance(),
                        fault.share(),
                        fault.delay() == null ? null : fault.delay().toNanos())
                .update();
    }

    void remove(long id) {
        jdbc.sql("delete from sim_fault where id = ?").param(id).update();
    }

    void clear() {
        jdbc.sql("delete from sim_fault").update();
    }

    private static Fault fault(ResultSet row) throws SQLException {
        Long delay = row.getObject("delay_nanos", Long.class);
        return new Fault(
                Fault.Kind.valueOf(row.getString("kind")),
                row.getString("host"),
                row.getString("instance"),
                row.getObject("share", Double.class),
                delay == null ? null : Duration.ofNanos(delay));
    }
}
