package org.migrationrunbooks.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes the locks off jobs that a killed process held, so that runbooks go on at once after a crash instead of when the locks run
 * out. Only on an H2 file, which one process at a time can open: what is locked there at start belongs to nobody. On a shared
 * database another node may be at work, and the lock time decides.
 */
final class AbandonedJobs {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedJobs.class);

    private final DataSource dataSource;
    private final JdbcClient database;

    AbandonedJobs(DataSource dataSource, JdbcClient database) {
        this.dataSource = dataSource;
        this.database = database;
    }

    /** Runs before the job executor, which starts when the application is ready. */
    @EventListener(ApplicationStartedEvent.class)
    void release() throws SQLException {
        if (!isOursAlone()) {
            return;
        }
        // The engine's API cannot unlock a job of another owner.
        int released = database.sql("update ACT_RU_JOB set LOCK_OWNER_ = null, LOCK_EXP_TIME_ = null"
                        + " where LOCK_OWNER_ is not null")
                .update();
        if (released > 0) {
            LOG.info("Took up {} jobs that the last process left when it was killed", released);
        }
    }

    private boolean isOursAlone() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            String url = connection.getMetaData().getURL().toLowerCase(Locale.ROOT);
            return url.startsWith("jdbc:h2:file:") && !url.contains("auto_server=true");
        }
    }
}
