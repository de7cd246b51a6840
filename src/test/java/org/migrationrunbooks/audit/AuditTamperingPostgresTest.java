package org.migrationrunbooks.audit;

import org.junit.jupiter.api.DisplayName;
import org.migrationrunbooks.testing.EmbeddedDatabase;

@DisplayName("Tampering with the audit on Postgres")
class AuditTamperingPostgresTest extends AuditTamperingContract {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.postgres();

    @Override
    EmbeddedDatabase database() {
        return DATABASE;
    }
}
