package org.migrationrunbooks.platform.libvirt;

import org.junit.jupiter.api.AfterAll;
import org.migrationrunbooks.platform.EvacuationContractTest;
import org.migrationrunbooks.platform.InstanceTasksFixture;

class LibvirtEvacuationContractLabIT extends EvacuationContractTest {

    @Override
    protected InstanceTasksFixture open() {
        return new LabFixture();
    }

    @AfterAll
    static void clear() {
        LabFixture.clear();
    }
}
