package org.migrationrunbooks.platform;

import java.util.List;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;

/** The port to what holds the volumes of instances. Every call is bounded in time. */
public interface Storage {

    /**
     * Proves, by a check on the host itself, which volumes of the instance it reaches now.
     *
     * @return one answer per volume of the instance, in its order
     * @throws PlatformUnreachableException where the host did not answer
     * @throws UnknownInstanceException where the platform has no such instance
     */
    List<VolumeAccess> access(InstanceId instance, HostId host);
}
