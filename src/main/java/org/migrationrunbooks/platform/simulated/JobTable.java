package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All jobs there ever were, each as of its last event. */
final class JobTable {

    private final JdbcClient jdbc;

    JobTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Job> active() {
        return jdbc.sql("select body from sim_job where active = true order by id")
                .query((row, number) -> Json.read(row.getString("body"), Job.class))
                .list();
    }

    /** The jobs of an instance, the newest first. */
    List<Job> of(String instance) {
        return jdbc.sql("select body from sim_job where instance = ? order by id desc")
                .param(instance)
                .query((row, number) -> Json.read(row.getString("body"), Job.class))
                .list();
    }

    /** The newest job of the instance that is like this. */
    Optional<Job> newest(String instance, Predicate<Job> wanted) {
        return of(instance).stream().filter(wanted).findFirst();
    }

    /** The job of this kind that is under way for the instance. */
    Optional<Job> active(String instance, Job.Kind kind) {
        return newest(instance, job -> job.active() && job.kind() == kind);
    }

    /** The id of the next job; whoever asks holds the platform's lock. */
    long nextId() {
        return jdbc.sql("select coalesce(max(id), 0) + 1 from sim_job")
                .query(Long.class)
                .single();
    }

    void save(Job job) {
        String body = Json.write(job);
        int updated = jdbc.sql("update sim_job set active = ?, body = ? where id = ?")
                .params(job.active(), body, job.id())
                .update();
        if (updated == 0) {
            jdbc.sql("insert into sim_job (id, instance, active, body) values (?, ?, ?, ?)")
                    .params(job.id(), job.instance(), job.active(), body)
                    .update();
        }
    }
}
