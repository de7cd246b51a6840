package org.migrationrunbooks.runbook.definitions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.runbook.JsonColumns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code mr_kept_definition}; each tells when it was read itself, not when its host told the same again. */
@Component
class DefinitionRows {

    private final JdbcClient jdbc;
    private final JsonColumns json;

    DefinitionRows(JdbcClient jdbc, JsonColumns json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Sizes of volumes by their names, as they stand in a column. */
    record Sizes(Map<String, ByteSize> volumes) {}

    List<KeptDefinition> of(HostId host) {
        return jdbc.sql("select * from mr_kept_definition where platform = ? and host = ? order by instance")
                .params(host.platform(), host.name())
                .query(this::definition)
                .list();
    }

    Optional<KeptDefinition> find(HostId host, InstanceId instance) {
        return jdbc.sql("select * from mr_kept_definition where platform = ? and host = ? and instance = ?")
                .params(host.platform(), host.name(), instance.name())
                .query(this::definition)
                .optional();
    }

    /** Writes one in the place of what is there of the same instance at the same host. */
    void put(KeptDefinition definition) {
        int updated = jdbc.sql("update mr_kept_definition set uid = ?, state = ?, persistent = ?, sizes = ?,"
                        + " definition = ?, read_at = ? where platform = ? and host = ? and instance = ?")
                .params(
                        definition.uid(),
                        definition.state().name(),
                        definition.persistent(),
                        json.write(new Sizes(definition.sizes())),
                        definition.definition(),
                        definition.readAt().atOffset(ZoneOffset.UTC),
                        definition.host().platform(),
                        definition.host().name(),
                        definition.instance().name())
                .update();
        if (updated == 0) {
            jdbc.sql("insert into mr_kept_definition (platform, host, instance, uid, state, persistent, sizes,"
                            + " definition, read_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            definition.host().platform(),
                            definition.host().name(),
                            definition.instance().name(),
                            definition.uid(),
                            definition.state().name(),
                            definition.persistent(),
                            json.write(new Sizes(definition.sizes())),
                            definition.definition(),
                            definition.readAt().atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    void delete(HostId host, InstanceId instance) {
        jdbc.sql("delete from mr_kept_definition where platform = ? and host = ? and instance = ?")
                .params(host.platform(), host.name(), instance.name())
                .update();
    }

    void deleteElsewhere(KeptDefinition here) {
        jdbc.sql("delete from mr_kept_definition where platform = ? and instance = ? and uid = ? and host <> ?")
                .params(
                        here.instance().platform(),
                        here.instance().name(),
                        here.uid(),
                        here.host().name())
                .update();
    }

    private KeptDefinition definition(ResultSet row, int number) throws SQLException {
        String platform = row.getString("platform");
        return new KeptDefinition(
                new InstanceId(platform, row.getString("instance")),
                row.getString("uid"),
                new HostId(platform, row.getString("host")),
                InstanceState.valueOf(row.getString("state")),
                row.getBoolean("persistent"),
                json.read(row.getString("sizes"), Sizes.class).volumes(),
                row.getString("definition"),
                row.getObject("read_at", OffsetDateTime.class).toInstant());
    }
}
