package org.migrationrunbooks.platform.simulated;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The platform's own database. Its transactions never join the caller's: a platform keeps what it did, whatever becomes of the step
 * that asked for it.
 */
final class SimulatorDatabase implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SimulatorDatabase.class.getName());

    private static final int CONNECTIONS = 4;

    private final HikariDataSource pool;
    private final JdbcClient jdbc;
    private final TransactionTemplate reading;
    private final TransactionTemplate writing;

    SimulatorDatabase(String platform, String url, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("simulated-" + platform);
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.max(SHORTEST_TIMEOUT.toMillis(), patience.toMillis()));
        // A database that cannot be reached is an unreachable platform, not a reason to stop the application.
        config.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(config);
        jdbc = JdbcClient.create(pool);
        DataSourceTransactionManager transactions = new DataSourceTransactionManager(pool);
        reading = new TransactionTemplate(transactions);
        reading.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        // One picture of all tables; a repeatable read of H2 is one of the tables of the first statement only.
        reading.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        writing = new TransactionTemplate(transactions);
        writing.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        writing.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** What the pool takes at the least. */
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

    JdbcClient jdbc() {
        return jdbc;
    }

    /** Creates the tables, or brings them up to date; two processes may do so at once. */
    void migrate() {
        Flyway flyway = Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/simulated")
                .table("sim_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            if (e.getCause() instanceof SQLException) {
                throw e;
            }
            // Another process may have created its history between two looks at an empty schema; by now it is there.
            LOG.log(System.Logger.Level.DEBUG, "the tables could not be created at first", e);
            flyway.migrate();
        }
    }

    /** Runs on one picture of the database, which others may change meanwhile. */
    <T> T reading(Supplier<T> work) {
        return reading.execute(status -> work.get());
    }

    /** Runs on the newest state; the work takes the platform's lock first. */
    <T> T writing(Supplier<T> work) {
        return writing.execute(status -> work.get());
    }

    @Override
    public void close() {
        pool.close();
    }
}
