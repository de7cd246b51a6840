package org.migrationrunbooks.platform.libvirt;

import org.junit.jupiter.api.AfterAll;
import org.migrationrunbooks.platform.HypervisorContractTest;
import org.migrationrunbooks.platform.PlatformFixture;

class LibvirtHypervisorContractLabIT extends HypervisorContractTest {

    @Override
    protected PlatformFixture open() {
        return new LabFixture();
    }

    @AfterAll
    static void clear() {
        LabFixture.clear();
    }
}
