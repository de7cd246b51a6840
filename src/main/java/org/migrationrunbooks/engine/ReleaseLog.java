package org.migrationrunbooks.engine;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of releases, in the order in which they were deployed. */
final class ReleaseLog {

    private final JdbcClient database;
    private final Clock clock;

    ReleaseLog(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Lets one node at a time through; held until the caller's transaction ends. */
    void lock() {
        database.sql("select id from mr_release_lock where id = 1 for update")
                .query(Integer.class)
                .single();
    }

    Optional<DeployedRelease> latest() {
        return database.sql(
                        """
                        select release_number as number, content_hash as hash, deployment_id
                        from mr_release order by id desc fetch first 1 rows only""")
                .query(DeployedRelease.class)
                .optional();
    }

    void add(DeployedRelease release) {
        database.sql(
                        """
                        insert into mr_release (release_number, content_hash, deployment_id, deployed_at)
                        values (:number, :hash, :deployment, :now)""")
                .param("number", release.number())
                .param("hash", release.hash())
                .param("deployment", release.deploymentId())
                .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update();
    }
}
