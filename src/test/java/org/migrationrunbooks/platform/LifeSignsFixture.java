package org.migrationrunbooks.platform;

import org.migrationrunbooks.fleet.HostId;

/** What the contract test of life signs needs besides: a host whose power can be taken. */
public interface LifeSignsFixture extends PlatformFixture {

    /** Takes the power from the host, and with it everything that runs there; the next fixture gives it back. */
    void takePower(HostId host);
}
