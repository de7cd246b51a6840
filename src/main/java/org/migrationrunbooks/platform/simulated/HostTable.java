package org.migrationrunbooks.platform.simulated;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The hosts as they were set up, whatever has befallen them since, and whether they have power. */
final class HostTable {

    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final String platform;

    HostTable(JdbcClient jdbc, String platform) {
        this.jdbc = jdbc;
        this.platform = platform;
    }

    List<Host> all() {
        return jdbc.sql(
                        "select name, state, cpus, memory, link, zone, cpu_model, labels from sim_host order by ordinal")
                .query((row, number) -> host(row))
                .list();
    }

    /** The names of the hosts without power. */
    Set<String> unpowered() {
        return jdbc.sql("select name from sim_host where powered = false")
                .query(String.class)
                .set();
    }

    /** Takes or gives power; a host that was set up as down is up from when it gets power. */
    void power(String name, boolean on) {
        jdbc.sql("update sim_host set powered = ? where name = ?")
                .params(on, name)
                .update();
        if (on) {
            jdbc.sql("update sim_host set state = 'UP' where name = ? and state = 'DOWN'")
                    .param(name)
                    .update();
        }
    }

    void add(int ordinal, Host host) {
        jdbc.sql("insert into sim_host (name, ordinal, state, cpus, memory, link, zone, cpu_model, labels, powered)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        host.name(),
                        ordinal,
                        host.state().name(),
                        host.cpus(),
                        host.memory().bytes(),
                        host.link().bytesPerSecond(),
                        host.zone(),
                        host.cpuModel(),
                        Json.write(host.labels()),
                        host.state() != HostState.DOWN)
                .update();
    }

    private Host host(ResultSet row) throws SQLException {
        return new Host(
                new HostId(platform, row.getString("name")),
                HostState.valueOf(row.getString("state")),
                row.getInt("cpus"),
                ByteSize.ofBytes(row.getLong("memory")),
                DataRate.ofBytesPerSecond(row.getLong("link")),
                row.getString("zone"),
                row.getString("cpu_model"),
                Json.read(row.getString("labels"), LABELS));
    }
}
