package org.migrationrunbooks.audit;

import org.junit.jupiter.api.DisplayName;
import org.migrationrunbooks.testing.EmbeddedDatabase;

@DisplayName("The audit on Postgres")
class AuditPostgresTest extends AuditContract {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.postgres();

    @Override
    EmbeddedDatabase database() {
        return DATABASE;
    }
}
