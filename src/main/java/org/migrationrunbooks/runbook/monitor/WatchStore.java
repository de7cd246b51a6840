package org.migrationrunbooks.runbook.monitor;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.RunbookId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code mr_host_watch}: written when something changes, not at every look. */
@Component
class WatchStore {

    private final JdbcClient jdbc;

    WatchStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is on record of a host.
     *
     * @param heardAt first; null for a host that was never heard
     * @param heardAs what its platform called it when it was heard last
     * @param unheardSince which names the outage; null while the host is heard
     * @param withheld why nothing was raised for this outage, as it stands in the audit
     * @param runbook what was raised for this outage
     */
    record Row(
            HostId host,
            @Nullable Instant heardAt,
            @Nullable HostState heardAs,
            @Nullable Instant unheardSince,
            @Nullable String withheld,
            @Nullable RunbookId runbook) {}

    Map<HostId, Row> all() {
        return jdbc.sql("select * from mr_host_watch").query((row, number) -> row(row)).list().stream()
                .collect(Collectors.toMap(Row::host, Function.identity()));
    }

    /** The host is heard, which ends an outage with all that was noted of it. */
    void heard(HostId host, HostState as, Instant now) {
        int updated = jdbc.sql("update mr_host_watch set heard_at = coalesce(heard_at, ?), heard_as = ?,"
                        + " unheard_since = null, withheld = null, runbook_id = null where platform = ? and host = ?")
                .params(at(now), as.name(), host.platform(), host.name())
                .update();
        if (updated == 0) {
            jdbc.sql("insert into mr_host_watch (platform, host, heard_at, heard_as) values (?, ?, ?, ?)")
                    .params(host.platform(), host.name(), at(now), as.name())
                    .update();
        }
    }

    /** An outage begins. */
    void unheard(HostId host, Instant since) {
        int updated = jdbc.sql("update mr_host_watch set unheard_since = ? where platform = ? and host = ?")
                .params(at(since), host.platform(), host.name())
                .update();
        if (updated == 0) {
            jdbc.sql("insert into mr_host_watch (platform, host, unheard_since) values (?, ?, ?)")
                    .params(host.platform(), host.name(), at(since))
                    .update();
        }
    }

    void withheld(HostId host, String code) {
        jdbc.sql("update mr_host_watch set withheld = ? where platform = ? and host = ?")
                .params(code, host.platform(), host.name())
                .update();
    }

    void raised(HostId host, RunbookId runbook) {
        jdbc.sql("update mr_host_watch set runbook_id = ? where platform = ? and host = ?")
                .params(runbook.value(), host.platform(), host.name())
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Row row(ResultSet row) throws SQLException {
        String heardAs = row.getString("heard_as");
        String runbook = row.getString("runbook_id");
        return new Row(
                new HostId(row.getString("platform"), row.getString("host")),
                instant(row, "heard_at"),
                heardAs == null ? null : HostState.valueOf(heardAs),
                instant(row, "unheard_since"),
                row.getString("withheld"),
                runbook == null ? null : new RunbookId(runbook));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
