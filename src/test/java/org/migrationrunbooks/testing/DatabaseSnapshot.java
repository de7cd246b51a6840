package org.migrationrunbooks.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The rows of an H2 database as they are at one time, to be put back later, while others have it open. */
public final class DatabaseSnapshot {

    private final Connection connection;
    private final List<String> statements = new ArrayList<>();

    /** Takes the tables whose names begin so, but for the history of their schema. */
    public DatabaseSnapshot(String url, String user, String prefix) {
        try {
            connection = DriverManager.getConnection(url, user, "");
            List<String> inserts = new ArrayList<>();
            statements.add("set referential_integrity false");
            try (Statement statement = connection.createStatement();
                    ResultSet script = statement.executeQuery("script")) {
                while (script.next()) {
                    take(String.valueOf(script.getString(1)), "\"PUBLIC\".\"" + prefix, inserts);
                }
            }
            statements.addAll(inserts);
            statements.add("set referential_integrity true");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot take a snapshot of " + url, e);
        }
    }

    private void take(String line, String tables, List<String> inserts) {
        if (line.contains("HISTORY")) {
            return;
        }
        if (line.startsWith("CREATE") && line.contains(" TABLE " + tables)) {
            statements.add("truncate table "
                    + line.substring(line.indexOf(tables), line.indexOf('(')).trim());
        } else if (line.startsWith("INSERT INTO " + tables)) {
            inserts.add(line);
        }
    }

    /** Everything in these tables is as it was. */
    public void restore() {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot put the rows back", e);
        }
    }
}
