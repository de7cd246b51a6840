package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import org.migrationrunbooks.platform.EvacuationContractTest;
import org.migrationrunbooks.platform.InstanceTasksFixture;

class SimulatedEvacuationContractTest extends EvacuationContractTest {

    @Override
    protected InstanceTasksFixture open() {
        return new SimulatedFixture(SimulatedInstallation.memory(), Duration.ofSeconds(2));
    }
}
