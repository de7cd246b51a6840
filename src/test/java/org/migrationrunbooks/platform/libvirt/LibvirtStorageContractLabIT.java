package org.migrationrunbooks.platform.libvirt;

import org.junit.jupiter.api.AfterAll;
import org.migrationrunbooks.platform.PlatformFixture;
import org.migrationrunbooks.platform.StorageContractTest;

class LibvirtStorageContractLabIT extends StorageContractTest {

    @Override
    protected PlatformFixture open() {
        return new LabFixture();
    }

    @AfterAll
    static void clear() {
        LabFixture.clear();
    }
}
