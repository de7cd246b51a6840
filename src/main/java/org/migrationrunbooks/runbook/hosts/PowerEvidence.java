package org.migrationrunbooks.runbook.hosts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.PowerReading;
import org.migrationrunbooks.platform.PowerState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Power states as fencing devices told them, on record for good. Every change happens in the caller's transaction. */
@Component
public class PowerEvidence {

    private static final int TEXT_COLUMN = 2000;

    private final JdbcClient jdbc;

    PowerEvidence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One reading.
     *
     * @param device the configured name of the device that told it
     * @param method how the device works
     */
    public record Entry(RunbookId runbook, HostId host, String device, String method, PowerReading reading) {}

    /** Adds a reading. */
    public void append(RunbookId runbook, HostId host, FencingDevice device, PowerReading reading) {
        String answer = reading.answer();
        jdbc.sql("insert into mr_power_reading (runbook_id, platform, host, device, method, state, answer, read_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        runbook.value(),
                        host.platform(),
                        host.name(),
                        device.name(),
                        device.method(),
                        reading.state().name(),
                        answer.length() <= TEXT_COLUMN ? answer : answer.substring(0, TEXT_COLUMN),
                        reading.readAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** All readings of a run, oldest first. */
    public List<Entry> of(RunbookId runbook) {
        return jdbc.sql("select * from mr_power_reading where runbook_id = ? order by id")
                .param(runbook.value())
                .query(PowerEvidence::entry)
                .list();
    }

    /** The newest reading of a run, where it proves that the host has no power. */
    public Optional<Entry> off(RunbookId runbook, HostId host) {
        List<Entry> entries = of(runbook);
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1))
                        .filter(entry -> entry.host().equals(host))
                        .filter(entry -> entry.reading().off());
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(
                new RunbookId(row.getString("runbook_id")),
                new HostId(row.getString("platform"), row.getString("host")),
                row.getString("device"),
                row.getString("method"),
                new PowerReading(
                        PowerState.valueOf(row.getString("state")),
                        row.getObject("read_at", OffsetDateTime.class).toInstant(),
                        row.getString("answer")));
    }
}
