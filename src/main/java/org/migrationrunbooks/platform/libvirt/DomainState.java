package org.migrationrunbooks.platform.libvirt;

import org.migrationrunbooks.fleet.InstanceState;

/**
 * What libvirt says of a domain: {@code virDomainState} with the reason, whose meaning depends on the state.
 *
 * @param state one of libvirt's {@code VIR_DOMAIN_…} numbers
 * @param reason one of {@code VIR_DOMAIN_<state>_…}
 */
record DomainState(int state, int reason) {

    static final DomainState OFF = new DomainState(5, 0);

    private static final int RUNNING = 1;
    private static final int BLOCKED = 2;
    private static final int PAUSED = 3;
    private static final int SHUTTING_DOWN = 4;
    private static final int SHUT_OFF = 5;
    private static final int CRASHED = 6;
    private static final int SUSPENDED_BY_GUEST = 7;

    private static final int RUNNING_POST_COPY = 10;
    private static final int RUNNING_POST_COPY_FAILED = 11;
    private static final int PAUSED_FOR_MIGRATION = 2;
    private static final int PAUSED_CRASHED = 10;
    private static final int PAUSED_POST_COPY = 12;
    private static final int PAUSED_POST_COPY_FAILED = 13;
    private static final int SHUT_OFF_CRASHED = 3;
    private static final int SHUT_OFF_FAILED = 6;

    InstanceState instanceState() {
        return switch (state) {
            case RUNNING, BLOCKED, SHUTTING_DOWN -> InstanceState.RUNNING;
            case PAUSED -> reason == PAUSED_CRASHED ? InstanceState.CRASHED : InstanceState.PAUSED;
            case SUSPENDED_BY_GUEST -> InstanceState.PAUSED;
            case SHUT_OFF ->
                reason == SHUT_OFF_CRASHED || reason == SHUT_OFF_FAILED ? InstanceState.CRASHED : InstanceState.STOPPED;
            case CRASHED -> InstanceState.CRASHED;
            default -> InstanceState.UNKNOWN;
        };
    }

    /** Whether QEMU runs for it, so that it has memory and may have a job. */
    boolean active() {
        return state != SHUT_OFF && state != CRASHED;
    }

    /** Halted by libvirt for a migration: at the source while it switches over, at the destination while memory comes in. */
    boolean haltedForMigration() {
        return state == PAUSED && reason == PAUSED_FOR_MIGRATION;
    }

    /** The memory follows an instance that runs at the destination already. */
    boolean inPostCopy() {
        return (state == PAUSED && reason == PAUSED_POST_COPY) || (state == RUNNING && reason == RUNNING_POST_COPY);
    }

    /** The link broke in post-copy: neither host has all of the memory. */
    boolean postCopyFailed() {
        return (state == PAUSED && reason == PAUSED_POST_COPY_FAILED)
                || (state == RUNNING && reason == RUNNING_POST_COPY_FAILED);
    }
}
