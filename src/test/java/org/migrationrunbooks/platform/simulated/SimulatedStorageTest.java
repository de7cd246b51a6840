package org.migrationrunbooks.platform.simulated;

import org.migrationrunbooks.platform.PlatformFixture;
import org.migrationrunbooks.platform.StorageContractTest;

class SimulatedStorageTest extends StorageContractTest {

    @Override
    protected PlatformFixture open() {
        return new SimulatedFixture(SimulatedInstallation.memory());
    }
}
