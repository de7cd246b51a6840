package org.migrationrunbooks.audit;

import org.junit.jupiter.api.DisplayName;
import org.migrationrunbooks.testing.EmbeddedDatabase;

@DisplayName("The audit on H2")
class AuditH2Test extends AuditContract {

    @Override
    EmbeddedDatabase database() {
        return EmbeddedDatabase.h2();
    }
}
