package org.migrationrunbooks.platform;

import org.migrationrunbooks.fleet.InstanceId;

/** What the contract test of instance tasks needs besides: guests that shut down when they are asked to, all of them. */
public interface InstanceTasksFixture extends PlatformFixture {

    /** Runs at {@link #home()} and has a volume that is not shared, so large that copying it at 1 MB per second is seen. */
    InstanceId localInstance();
}
