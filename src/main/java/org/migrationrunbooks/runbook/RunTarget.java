package org.migrationrunbooks.runbook;

import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;

/** What a run acts on as a whole, and claims for itself. */
public sealed interface RunTarget {

    String platform();

    /** Its name within the platform. */
    String name();

    /** One instance. */
    record OfInstance(InstanceId instance) implements RunTarget {

        @Override
        public String platform() {
            return instance.platform();
        }

        @Override
        public String name() {
            return instance.name();
        }

        @Override
        public String toString() {
            return instance.toString();
        }
    }

    /** A host with everything on it. */
    record OfHost(HostId host) implements RunTarget {

        @Override
        public String platform() {
            return host.platform();
        }

        @Override
        public String name() {
            return host.name();
        }

        @Override
        public String toString() {
            return host.toString();
        }
    }
}
