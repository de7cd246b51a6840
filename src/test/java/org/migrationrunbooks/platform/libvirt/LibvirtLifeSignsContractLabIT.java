package org.migrationrunbooks.platform.libvirt;

import org.junit.jupiter.api.AfterAll;
import org.migrationrunbooks.platform.LifeSignsContractTest;
import org.migrationrunbooks.platform.LifeSignsFixture;

class LibvirtLifeSignsContractLabIT extends LifeSignsContractTest {

    @Override
    protected LifeSignsFixture open() {
        return new LabFixture();
    }

    @AfterAll
    static void clear() {
        LabFixture.clear();
    }
}
