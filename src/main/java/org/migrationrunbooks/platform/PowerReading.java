package org.migrationrunbooks.platform;

import java.time.Instant;

/**
 * The power state of a host as a fencing device told it.
 *
 * @param state {@link PowerState#UNKNOWN} where the device answered something that is neither on nor off
 * @param readAt after the answer; evidence ages from here
 * @param answer in the device's words
 */
public record PowerReading(PowerState state, Instant readAt, String answer) {

    /** Whether it proves that the host has no power; doubt does not. */
    public boolean off() {
        return state == PowerState.OFF;
    }
}
