package org.migrationrunbooks.runbook.definitions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.migrationrunbooks.platform.DefinitionStore;
import org.migrationrunbooks.platform.DefinitionStoreContractTest;
import org.migrationrunbooks.testing.EmbeddedDatabase;

@DisplayName("Definitions on Postgres")
class JdbcDefinitionStoreOnPostgresTest extends DefinitionStoreContractTest {

    private final StoreOverDatabase node = new StoreOverDatabase(EmbeddedDatabase.postgres());

    @Override
    protected DefinitionStore open() {
        return node.store();
    }

    @AfterEach
    void close() {
        node.close();
    }
}
