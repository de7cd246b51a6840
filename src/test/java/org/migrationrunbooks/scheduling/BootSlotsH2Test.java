package org.migrationrunbooks.scheduling;

import org.junit.jupiter.api.DisplayName;
import org.migrationrunbooks.testing.EmbeddedDatabase;

@DisplayName("Boot slots on H2")
class BootSlotsH2Test extends BootSlotsContract {

    @Override
    EmbeddedDatabase database() {
        return EmbeddedDatabase.h2();
    }
}
