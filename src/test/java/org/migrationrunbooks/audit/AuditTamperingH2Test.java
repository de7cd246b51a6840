package org.migrationrunbooks.audit;

import org.junit.jupiter.api.DisplayName;
import org.migrationrunbooks.testing.EmbeddedDatabase;

@DisplayName("Tampering with the audit on H2")
class AuditTamperingH2Test extends AuditTamperingContract {

    @Override
    EmbeddedDatabase database() {
        return EmbeddedDatabase.h2();
    }
}
