package org.migrationrunbooks.platform.simulated;

import java.util.List;
import org.migrationrunbooks.platform.InstanceTask;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tasks that the platform has taken and not yet carried out, as a message broker may hold them. */
final class QueuedTasks {

    /** A task and when it will be carried out. */
    record Queued(long id, long dueAt, InstanceTask task) {}

    private final JdbcClient jdbc;

    QueuedTasks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Queued> all() {
        return jdbc.sql("select id, due_at, body from sim_queued_task order by due_at, id")
                .query((row, number) -> new Queued(
                        row.getLong("id"), row.getLong("due_at"), Json.read(row.getString("body"), InstanceTask.class)))
                .list();
    }

    void add(InstanceTask task, long dueAt) {
        jdbc.sql("insert into sim_queued_task (due_at, body) values (?, ?)")
                .params(dueAt, Json.write(task))
                .update();
    }

    void remove(Queued task) {
        jdbc.sql("delete from sim_queued_task where id = ?").param(task.id()).update();
    }
}
