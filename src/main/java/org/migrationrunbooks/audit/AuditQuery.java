package org.migrationrunbooks.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the audit. */
@Component
public class AuditQuery {

    private static final String FROM = " from mr_audit_entry e left join mr_audit_seal s on s.entry_id = e.id";
    private static final String SELECT = "select " + StoredEntry.COLUMNS
            + ", s.seq as seal_seq, s.hash as seal_hash, s.entry_hash as seal_entry_hash,"
            + " s.previous_hash as seal_previous_hash" + FROM;

    private final JdbcClient jdbc;

    AuditQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In which order entries come. */
    public enum Order {
        /** By descending id. */
        NEWEST_FIRST("e.id desc"),
        /** As the chain has them; what is not sealed yet comes last. */
        SEALED("s.seq nulls last, e.id");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    /**
     * One page of the entries that match.
     *
     * @param page from 0
     * @param size at least 1
     */
    public AuditPage find(AuditFilter filter, Order order, int page, int size) {
        if (page < 0 || size < 1) {
            throw new IllegalArgumentException("no such page: number %d of size %d".formatted(page, size));
        }
        Where where = Where.of(filter);
        List<AuditEntry> items = jdbc.sql(SELECT + where.sql() + " order by " + order.sql
                        + " offset :skip rows fetch next :size rows only")
                .params(where.params())
                .param("skip", (long) page * size)
                .param("size", size)
                .query((row, number) -> entry(row))
                .list();
        long total = jdbc.sql("select count(*) from mr_audit_entry e" + where.sql())
                .params(where.params())
                .query(Long.class)
                .single();
        return new AuditPage(items, total);
    }

    public Optional<AuditEntry> find(long id) {
        return jdbc.sql(SELECT + " where e.id = :id")
                .param("id", id)
                .query((row, number) -> entry(row))
                .optional();
    }

    /** Every entry about any of these runs with its seal, in the order of the chain, what is not sealed yet last. */
    public List<ChainedEntry> chained(Collection<RunbookId> runbooks) {
        return jdbc.sql(SELECT + " where e.runbook in (:runbooks) order by " + Order.SEALED.sql)
                .param("runbooks", runbooks.stream().map(RunbookId::value).toList())
                .query((row, number) -> ChainedEntry.of(entry(row), StoredEntry.read(row), seal(row)))
                .list();
    }

    private static @Nullable Seal seal(ResultSet row) throws SQLException {
        String hash = row.getString("seal_hash");
        return hash == null
                ? null
                : new Seal(
                        row.getLong("seal_seq"),
                        row.getLong("id"),
                        row.getString("seal_entry_hash"),
                        row.getString("seal_previous_hash"),
                        hash);
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        StoredEntry stored = StoredEntry.read(row);
        String hash = row.getString("seal_hash");
        return new AuditEntry(
                stored.id(),
                stored.at(),
                stored.code(),
                stored.actor(),
                stored.runbook(),
                stored.subject(),
                stored.reason(),
                Details.fromJson(stored.details()),
                hash == null ? null : new AuditEntry.SealRef(row.getLong("seal_seq"), hash));
    }

    /** The condition that a filter amounts to. */
    private record Where(String sql, Map<String, Object> params) {

        static Where of(AuditFilter filter) {
            List<String> conditions = new ArrayList<>();
            Map<String, Object> params = new HashMap<>();
            RunbookId runbook = filter.runbook();
            AuditCode code = filter.code();
            add(conditions, params, "e.runbook = :runbook", "runbook", runbook == null ? null : runbook.value());
            add(conditions, params, "e.code = :code", "code", code == null ? null : code.name());
            add(conditions, params, "e.actor = :actor", "actor", filter.actor());
            add(conditions, params, "e.subject = :subject", "subject", filter.subject());
            add(conditions, params, "e.at >= :from", "from", utc(filter.from()));
            add(conditions, params, "e.at < :until", "until", utc(filter.until()));
            return new Where(conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions), params);
        }

        private static void add(
                List<String> conditions,
                Map<String, Object> params,
                String condition,
                String name,
                @Nullable Object value) {
            if (value != null) {
                conditions.add(condition);
                params.put(name, value);
            }
        }

        private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
            return time == null ? null : time.atOffset(ZoneOffset.UTC);
        }
    }
}
