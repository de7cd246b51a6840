package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import org.migrationrunbooks.platform.PlatformFixture;
import org.migrationrunbooks.platform.StorageContractTest;

class SimulatedStorageTest extends StorageContractTest {

    @Override
    protected PlatformFixture open() {
        return new SimulatedFixture(SimulatedInstallation.memory(), Duration.ofMillis(500));
    }
}
