package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import org.migrationrunbooks.platform.HypervisorContractTest;
import org.migrationrunbooks.platform.PlatformFixture;

class SimulatedHypervisorTest extends HypervisorContractTest {

    @Override
    protected PlatformFixture open() {
        return new SimulatedFixture(SimulatedInstallation.memory(), Duration.ofMillis(500));
    }
}
