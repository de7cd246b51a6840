package org.migrationrunbooks.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * An empty database for one test, of either kind that the application runs on. The PostgreSQL server is started once for all tests
 * of a process, on a free port of the loopback interface, and ends with it; other processes may connect while it runs.
 *
 * <p>PostgreSQL refuses to run as root. The library then starts it in a user namespace of its own ({@code unshare -U}), where it is
 * the user nobody: this works as root with util-linux and user namespaces, and needs neither a user nor rights for it.
 *
 * @param url for JDBC
 * @param password empty where none is needed
 */
public record EmbeddedDatabase(String url, String username, String password) {

    /** An H2 database in memory, gone when the process ends. */
    public static EmbeddedDatabase h2() {
        return new EmbeddedDatabase("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    /** A database on the PostgreSQL server of this process. */
    public static EmbeddedDatabase postgres() {
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        EmbeddedPostgres server = Server.INSTANCE;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create a database on the embedded PostgreSQL", e);
        }
        return new EmbeddedDatabase(server.getJdbcUrl("postgres", name), "postgres", "");
    }

    /** A connection for each asker, without a pool. */
    public DataSource dataSource() {
        return new DriverManagerDataSource(url, username, password);
    }

    /** Holder for a start on first use. */
    private static final class Server {

        private static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
            }
        }
    }
}
