package org.migrationrunbooks.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;

/**
 * Lets one node at a time create or upgrade the engine's tables. The engine itself looks whether they are there and creates them if
 * not, so that of two nodes which start together on an empty database one would fail.
 *
 * <p>On PostgreSQL the turn is an advisory lock of a session that is in no transaction: it ends with its node, and no time-out for
 * idle transactions takes it away. On H2 one process has the database for itself.
 */
final class SchemaTurns implements CommandExecutor {

    /** The letters {@code mr_schem}: any number that nobody else on this database takes. Flyway's own locks begin with its name. */
    static final long KEY = 0x6d725f736368656dL;

    private final CommandExecutor next;
    private final DataSource dataSource;

    SchemaTurns(CommandExecutor next, DataSource dataSource) {
        this.next = next;
        this.dataSource = dataSource;
    }

    @Override
    public <T> T execute(Command<T> command) {
        try (Connection session = dataSource.getConnection()) {
            if (!session.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                return next.execute(command);
            }
            ask(session, "select pg_advisory_lock(?)");
            try {
                return next.execute(command);
            } finally {
                ask(session, "select pg_advisory_unlock(?)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot wait for the turn to create the engine's tables", e);
        }
    }

    private static void ask(Connection session, String function) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(function)) {
            statement.setLong(1, KEY);
            statement.execute();
        }
    }
}
