package org.migrationrunbooks.platform.simulated;

import org.migrationrunbooks.fleet.InstanceState;

/** An instance as it truly is on one host. */
record Presence(String instance, String host, Role role, InstanceState state) {

    enum Role {
        /** It lives here; every instance has exactly one host of this kind. */
        RESIDENT,
        /** Halted while its memory comes in. */
        INCOMING,
        /** Halted after it went on at the destination, until the last of its memory has been sent. */
        OUTGOING
    }
}
