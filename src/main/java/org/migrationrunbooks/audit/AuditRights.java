package org.migrationrunbooks.audit;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;

/** Whether the database itself keeps the application, and whoever gets hold of its password, from changing the audit. */
@Component
public class AuditRights {

    /** What is only ever added to, as {@code db/rights/append-only.sql} has it. */
    private static final List<String> EVIDENCE = List.of(
            "mr_audit_entry", "mr_audit_seal", "mr_approval", "mr_attestation", "mr_power_reading", "mr_sign_off");

    private static final String POSTGRES = "PostgreSQL";

    private final DataSource database;
    private final JdbcClient jdbc;

    AuditRights(DataSource database, JdbcClient jdbc) {
        this.database = database;
        this.jdbc = jdbc;
    }

    /** True where evidence (entries, seals, decisions, power readings) can only be added; empty on a database that is the application's own, where rights mean nothing. */
    public Optional<Boolean> appendOnly() {
        if (!POSTGRES.equals(product())) {
            return Optional.empty();
        }
        // Of several rights each one counts; an owner who has none gives them to itself.
        return jdbc.sql(
                        "select not bool_or(has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')"
                                + " or pg_has_role(c.relowner, 'MEMBER'))"
                                + " from pg_class c where c.relkind = 'r' and pg_table_is_visible(c.oid) and c.relname in (:evidence)")
                .param("evidence", EVIDENCE)
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
