package org.migrationrunbooks.platform.libvirt;

import java.time.Duration;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** The driver of libvirt's client library that keeps a host with a domain "test" in our own process. */
final class TestDriver {

    private TestDriver() {}

    static boolean installed() {
        try {
            ClientLibrary.INSTALLED.get();
            return true;
        } catch (PlatformUnreachableException e) {
            return false;
        }
    }

    static Connection connect() {
        return Connection.open(ClientLibrary.INSTALLED.get(), "test:///default", Duration.ofSeconds(2), 3);
    }
}
