package org.migrationrunbooks.platform;

import java.time.Duration;

/** What may be done to a running transfer that does not end by itself. */
public sealed interface Escalation {

    /** Lets the instance stand still for longer at switch-over. */
    record RaiseMaxDowntime(Duration maxDowntime) implements Escalation {}

    /** Switches over now and lets the memory follow; the point of no return. */
    record SwitchToPostCopy() implements Escalation {}
}
