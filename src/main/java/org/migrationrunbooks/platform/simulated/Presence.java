package org.migrationrunbooks.platform.simulated;

import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.InstanceState;

/**
 * An instance as it truly is on one host: at least a definition of it.
 *
 * @param epoch the name of the copy that this is; null where it was never copied
 * @param supersededBy for a leftover: the epoch of what took its place; null for all others
 */
record Presence(
        String instance,
        String host,
        Role role,
        InstanceState state,
        @Nullable String epoch,
        @Nullable String supersededBy) {

    enum Role {
        /** It lives here; every instance has exactly one host of this kind. */
        RESIDENT,
        /** Halted while its memory comes in. */
        INCOMING,
        /** Halted after it went on at the destination, until the last of its memory has been sent. */
        OUTGOING,
        /** A copy that has not run: off, and complete. */
        COPY,
        /** What was here before the instance was started elsewhere: off, and never to run again. */
        LEFTOVER
    }

    Presence as(Role newRole, InstanceState newState) {
        return new Presence(instance, host, newRole, newState, epoch, null);
    }

    Presence supersededBy(@Nullable String newEpoch) {
        return new Presence(instance, host, Role.LEFTOVER, state, epoch, newEpoch);
    }

    boolean resident() {
        return role == Role.RESIDENT;
    }

    boolean leftover() {
        return role == Role.LEFTOVER;
    }

    boolean is(@Nullable String wantedEpoch) {
        return wantedEpoch != null && wantedEpoch.equals(epoch);
    }

    boolean off() {
        return state == InstanceState.STOPPED || state == InstanceState.CRASHED;
    }

    boolean running() {
        return state == InstanceState.RUNNING;
    }
}
