package org.migrationrunbooks.platform;

import org.migrationrunbooks.fleet.HostId;

/** What the contract tests of instance tasks need besides: guests that shut down when they are asked to, all of them. */
public interface InstanceTasksFixture extends LifeSignsFixture {

    /** Gives the power back to a host from which it was taken; when this returns the host answers. */
    void givePower(HostId host);
}
