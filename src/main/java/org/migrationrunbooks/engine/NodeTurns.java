package org.migrationrunbooks.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Lets one node at a time do something.
 *
 * <p>On PostgreSQL the turn is an advisory lock of a session that is in no transaction: it ends with its node, and no time-out for
 * idle transactions takes it away. On H2 one process has the database for itself.
 */
public final class NodeTurns {

    private final DataSource dataSource;
    private final long key;

    /** @param key any number that nobody else on this database takes; Flyway's own locks begin with its name */
    public NodeTurns(DataSource dataSource, long key) {
        this.dataSource = dataSource;
        this.key = key;
    }

    /** Waits for the turn, for as long as another node has it. */
    public <T> T take(Supplier<T> action) {
        try (Connection session = dataSource.getConnection()) {
            if (!session.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                return action.get();
            }
            ask(session, "select pg_advisory_lock(?)");
            try {
                return action.get();
            } finally {
                ask(session, "select pg_advisory_unlock(?)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot wait for the turn of this node", e);
        }
    }

    /** As {@link #take}, for what has no result. */
    public void run(Runnable action) {
        take(() -> {
            action.run();
            return key;
        });
    }

    private void ask(Connection session, String function) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(function)) {
            statement.setLong(1, key);
            statement.execute();
        }
    }
}
