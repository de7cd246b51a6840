package org.migrationrunbooks.platform.libvirt;

import org.junit.jupiter.api.AfterAll;
import org.migrationrunbooks.platform.InstanceTasksContractTest;
import org.migrationrunbooks.platform.InstanceTasksFixture;

class LibvirtInstanceTasksContractLabIT extends InstanceTasksContractTest {

    @Override
    protected InstanceTasksFixture open() {
        return new LabFixture();
    }

    @AfterAll
    static void clear() {
        LabFixture.clear();
    }
}
