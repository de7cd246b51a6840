package org.migrationrunbooks.platform.simulated;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.LedgerEntry;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was asked and what took effect. Lines are only ever added. */
final class Ledger {

    private static final int LONGEST_DETAIL = 4000;

    private final JdbcClient jdbc;

    Ledger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void write(
            Instant at,
            LedgerEvent event,
            @Nullable String instance,
            @Nullable String host,
            @Nullable String operation,
            String detail) {
        jdbc.sql("insert into sim_ledger (happened_at, effect, event, instance, host, operation, detail)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        at.atOffset(ZoneOffset.UTC),
                        event.effect(),
                        event.name(),
                        instance,
                        host,
                        operation,
                        detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail)
                .update();
    }

    List<LedgerEntry> all() {
        return jdbc.sql("select sequence, happened_at, effect, event, instance, host, operation, detail"
                        + " from sim_ledger order by sequence")
                .query((row, number) -> new LedgerEntry(
                        row.getLong("sequence"),
                        row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                        row.getBoolean("effect"),
                        row.getString("event"),
                        row.getString("instance"),
                        row.getString("host"),
                        row.getString("operation"),
                        row.getString("detail")))
                .list();
    }
}
