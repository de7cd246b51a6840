package org.migrationrunbooks.runbook.definitions;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.KeptHost;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code mr_kept_host}. */
@Component
class HostRows {

    private final JdbcClient jdbc;

    HostRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The host, without its definitions. */
    Optional<KeptHost> find(HostId host) {
        return jdbc.sql("select * from mr_kept_host where platform = ? and host = ?")
                .params(host.platform(), host.name())
                .query((row, number) -> new KeptHost(
                        host,
                        row.getInt("cpus"),
                        ByteSize.ofBytes(row.getLong("memory_bytes")),
                        row.getString("cpu_model"),
                        row.getObject("read_at", OffsetDateTime.class).toInstant(),
                        List.of()))
                .optional();
    }

    /** Writes the host down, unless something as new is known of it; whether it was written. The row is held until the end. */
    boolean renew(KeptHost host) {
        HostId id = host.host();
        OffsetDateTime readAt = host.readAt().atOffset(ZoneOffset.UTC);
        int updated = jdbc.sql("update mr_kept_host set cpus = ?, memory_bytes = ?, cpu_model = ?, read_at = ?"
                        + " where platform = ? and host = ? and read_at < ?")
                .params(host.cpus(), host.memory().bytes(), host.cpuModel(), readAt, id.platform(), id.name(), readAt)
                .update();
        if (updated == 0 && find(id).isPresent()) {
            return false;
        }
        if (updated == 0) {
            jdbc.sql("insert into mr_kept_host (platform, host, cpus, memory_bytes, cpu_model, read_at)"
                            + " values (?, ?, ?, ?, ?, ?)")
                    .params(id.platform(), id.name(), host.cpus(), host.memory().bytes(), host.cpuModel(), readAt)
                    .update();
        }
        return true;
    }
}
