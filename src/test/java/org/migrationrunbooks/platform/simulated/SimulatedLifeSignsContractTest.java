package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import org.migrationrunbooks.platform.LifeSignsContractTest;
import org.migrationrunbooks.platform.LifeSignsFixture;

class SimulatedLifeSignsContractTest extends LifeSignsContractTest {

    @Override
    protected LifeSignsFixture open() {
        return new SimulatedFixture(SimulatedInstallation.memory(), Duration.ofSeconds(1));
    }
}
