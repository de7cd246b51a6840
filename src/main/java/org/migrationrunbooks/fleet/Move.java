package org.migrationrunbooks.fleet;

/** One instance, from, to, and how. */
public record Move(InstanceId instance, HostId from, HostId to, Strategy strategy) {

    public Move {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a move needs two hosts: " + from);
        }
    }
}
