package org.migrationrunbooks.platform;

import java.time.Duration;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;

/** What the contract tests need of an installation. Each test gets its own fixture and finds it as described, whatever ran before. */
public interface PlatformFixture extends AutoCloseable {

    /** The installation under test, open and usable. */
    Platform platform();

    /** The same installation by another connection, as after a restart of ours; the caller closes it. */
    Platform reopen();

    /** Runs at {@link #home()}, has at least one shared volume, and writes little, so that plain pre-copy moves it within {@link #patience()}. */
    InstanceId runningInstance();

    /** Runs at {@link #home()} and writes so much that plain pre-copy never ends; may use post-copy. */
    InstanceId busyInstance();

    /** Runs at {@link #home()} and has a volume that is not shared, so large that copying it at 1 MB per second is seen. */
    InstanceId localInstance();

    HostId home();

    /** Takes instances of {@link #home()}. */
    HostId otherHost();

    /** How long the running instance may stand still at switch-over. */
    Duration maxDowntime();

    /** Within which a migration of the running instance is over, by the clock on the wall. */
    Duration patience();

    /** Called again and again while a test waits; lets time pass where the installation's clock can be advanced. */
    default void letTimePass() {}

    @Override
    void close();
}
