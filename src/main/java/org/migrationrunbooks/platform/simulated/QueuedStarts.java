package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Baseline;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationRequest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Starts that the platform has taken and not yet carried out, as a message broker may hold them. */
final class QueuedStarts {

    /** A start and when it will be carried out. */
    record Queued(long id, long dueAt, MigrationCommand command) {}

    /** A command in its stored form. */
    record Stored(
            String operation,
            String uid,
            String marker,
            InstanceId instance,
            HostId from,
            HostId to,
            boolean autoConverge,
            boolean postCopy,
            @Nullable Long bandwidth,
            long maxDowntime,
            boolean copyDisks) {

        static Stored of(MigrationCommand command) {
            MigrationRequest request = command.request();
            DataRate bandwidth = request.bandwidth();
            return new Stored(
                    command.key().value(),
                    command.baseline().uid(),
                    command.baseline().marker(),
                    request.instance(),
                    request.from(),
                    request.to(),
                    request.strategy().autoConverge(),
                    request.strategy().postCopy(),
                    bandwidth == null ? null : bandwidth.bytesPerSecond(),
                    request.maxDowntime().toNanos(),
                    request.strategy().copyDisks());
        }

        MigrationCommand command() {
            return new MigrationCommand(
                    new OperationKey(operation),
                    new MigrationRequest(
                            instance,
                            from,
                            to,
                            new Strategy.Live(autoConverge, postCopy, copyDisks),
                            bandwidth == null ? null : DataRate.ofBytesPerSecond(bandwidth),
                            Duration.ofNanos(maxDowntime)),
                    new Baseline(uid, marker));
        }
    }

    private final JdbcClient jdbc;

    QueuedStarts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Queued> all() {
        return jdbc.sql("select id, due_at, body from sim_queued_start order by due_at, id")
                .query((row, number) -> new Queued(
                        row.getLong("id"),
                        row.getLong("due_at"),
                        Json.read(row.getString("body"), Stored.class).command()))
                .list();
    }

    void add(MigrationCommand command, long dueAt) {
        jdbc.sql("insert into sim_queued_start (due_at, body) values (?, ?)")
                .params(dueAt, Json.write(Stored.of(command)))
                .update();
    }

    void remove(Queued start) {
        jdbc.sql("delete from sim_queued_start where id = ?").param(start.id()).update();
    }
}
