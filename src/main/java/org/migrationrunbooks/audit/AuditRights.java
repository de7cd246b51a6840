package org.migrationrunbooks.audit;

import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;

/** Whether the database itself keeps the application, and whoever gets hold of its password, from changing the audit. */
@Component
public class AuditRights {

    private static final String POSTGRES = "PostgreSQL";

    private final DataSource database;
    private final JdbcClient jdbc;

    AuditRights(DataSource database, JdbcClient jdbc) {
        this.database = database;
        this.jdbc = jdbc;
    }

    /** True where entries and seals can only be added; empty on a database that is the application's own, where rights mean nothing. */
    public Optional<Boolean> appendOnly() {
        if (!POSTGRES.equals(product())) {
            return Optional.empty();
        }
        // Of several rights each one counts.
        return jdbc.sql("select not (has_table_privilege('mr_audit_entry', 'UPDATE, DELETE, TRUNCATE, TRIGGER')"
                        + " or has_table_privilege('mr_audit_seal', 'UPDATE, DELETE, TRUNCATE, TRIGGER'))")
                .query(Boolean.class)
                .optional();
    }

    private String product() {
        try {
            return JdbcUtils.extractDatabaseMetaData(database, metadata -> metadata.getDatabaseProductName());
        } catch (MetaDataAccessException e) {
            throw new IllegalStateException("the database does not tell what it is", e);
        }
    }
}
