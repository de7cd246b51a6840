package org.migrationrunbooks.platform.simulated;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.Volume;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The instances, each with the host where it lives and what it truly does there. */
final class InstanceTable {

    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};
    private static final TypeReference<List<Volume>> VOLUMES = new TypeReference<>() {};
    private static final String SELECT =
            "select i.*, p.host, p.state from sim_instance i join sim_presence p on p.instance = i.name"
                    + " and p.role = 'RESIDENT'";

    private final JdbcClient jdbc;
    private final String platform;

    InstanceTable(JdbcClient jdbc, String platform) {
        this.jdbc = jdbc;
        this.platform = platform;
    }

    List<Instance> all() {
        return jdbc.sql(SELECT + " order by i.ordinal")
                .query((row, number) -> instance(row))
                .list();
    }

    Optional<Instance> find(String name) {
        return jdbc.sql(SELECT + " where i.name = ?")
                .param(name)
                .query((row, number) -> instance(row))
                .optional();
    }

    /** The operation for which the instance was marked last. */
    Optional<OperationKey> mark(String name) {
        return jdbc.sql("select mark from sim_instance where name = ? and mark is not null")
                .param(name)
                .query(String.class)
                .optional()
                .map(OperationKey::new);
    }

    void mark(String name, OperationKey key) {
        jdbc.sql("update sim_instance set mark = ? where name = ?")
                .params(key.value(), name)
                .update();
    }

    void add(int ordinal, Instance instance) {
        jdbc.sql("insert into sim_instance (name, ordinal, uid, cpus, memory, dirty_rate, working_set, max_downtime,"
                        + " anti_affinity, priority, labels, volumes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        instance.name(),
                        ordinal,
                        instance.uid(),
                        instance.cpus(),
                        instance.memory().bytes(),
                        instance.load().dirtyRate() == null
                                ? null
                                : instance.load().dirtyRate().bytesPerSecond(),
                        instance.load().workingSet() == null
                                ? null
                                : instance.load().workingSet().bytes(),
                        instance.maxDowntime() == null
                                ? null
                                : instance.maxDowntime().toNanos(),
                        instance.antiAffinity(),
                        instance.priority(),
                        Json.write(instance.labels()),
                        Json.write(instance.volumes()))
                .update();
    }

    private Instance instance(ResultSet row) throws SQLException {
        Long dirtyRate = row.getObject("dirty_rate", Long.class);
        Long workingSet = row.getObject("working_set", Long.class);
        Long maxDowntime = row.getObject("max_downtime", Long.class);
        return new Instance(
                new InstanceId(platform, row.getString("name")),
                row.getString("uid"),
                new HostId(platform, row.getString("host")),
                InstanceState.valueOf(row.getString("state")),
                row.getInt("cpus"),
                ByteSize.ofBytes(row.getLong("memory")),
                load(dirtyRate, workingSet),
                maxDowntime == null ? null : Duration.ofNanos(maxDowntime),
                row.getString("anti_affinity"),
                row.getInt("priority"),
                Json.read(row.getString("labels"), LABELS),
                Json.read(row.getString("volumes"), VOLUMES));
    }

    private static MemoryLoad load(@Nullable Long dirtyRate, @Nullable Long workingSet) {
        return new MemoryLoad(
                dirtyRate == null ? null : DataRate.ofBytesPerSecond(dirtyRate),
                workingSet == null ? null : ByteSize.ofBytes(workingSet));
    }
}
