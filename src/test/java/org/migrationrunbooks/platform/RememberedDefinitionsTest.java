package org.migrationrunbooks.platform;

/** What the tests use in the database's place keeps the same contract. */
class RememberedDefinitionsTest extends DefinitionStoreContractTest {

    @Override
    protected DefinitionStore open() {
        return new RememberedDefinitions();
    }
}
