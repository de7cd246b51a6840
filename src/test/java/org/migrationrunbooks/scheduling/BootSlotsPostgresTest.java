package org.migrationrunbooks.scheduling;

import org.junit.jupiter.api.DisplayName;
import org.migrationrunbooks.testing.EmbeddedDatabase;

@DisplayName("Boot slots on Postgres")
class BootSlotsPostgresTest extends BootSlotsContract {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.postgres();

    @Override
    EmbeddedDatabase database() {
        return DATABASE;
    }
}
