package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import org.migrationrunbooks.platform.InstanceTasksContractTest;
import org.migrationrunbooks.platform.InstanceTasksFixture;

class SimulatedInstanceTasksTest extends InstanceTasksContractTest {

    @Override
    protected InstanceTasksFixture open() {
        return new SimulatedFixture(SimulatedInstallation.memory(), Duration.ofSeconds(2));
    }
}
