package org.migrationrunbooks.platform.simulated;

/** What stands in the ledger; the names are what tests and reports count. */
enum LedgerEvent {
    /** A start arrived. */
    MIGRATION_ASKED(false),
    MIGRATION_REFUSED(false),
    CANCEL_ASKED(false),
    ESCALATION_ASKED(false),
    /** A start was taken into the platform's queue, to be carried out later. */
    START_QUEUED(false),
    /** The caller was not told what became of its request. */
    ANSWER_WITHHELD(false),
    MARK_WRITTEN(true),
    MIGRATION_STARTED(true),
    MIGRATION_COMPLETED(true),
    MIGRATION_FAILED(true),
    MIGRATION_CANCELLED(true),
    MIGRATION_STALLED(true),
    /** The instance was halted at the source for the last round. */
    SWITCH_OVER_BEGUN(true),
    POST_COPY_SWITCHED(true),
    MAX_DOWNTIME_RAISED(true),
    HOST_CRASHED(true),
    /** A task of an instance that does not run arrived. */
    TASK_ASKED(false),
    TASK_REFUSED(false),
    /** A task was taken into the platform's queue, to be carried out later. */
    TASK_QUEUED(false),
    SHUTDOWN_STARTED(true),
    INSTANCE_STOPPED(true),
    BOOT_STARTED(true),
    BOOT_COMPLETED(true),
    BOOT_FAILED(true),
    /** The lock on the shared volumes kept the instance from being started a second time. */
    BOOT_REFUSED(false),
    RELOCATION_STARTED(true),
    RELOCATION_RESUMED(true),
    RELOCATION_STALLED(true),
    RELOCATION_COMPLETED(true),
    RELOCATION_FAILED(true),
    RELOCATION_CANCELLED(true),
    SOURCE_RELEASED(true),
    COPY_DISCARDED(true),
    /** Nothing that is asked for the copy of this epoch will be done any more. */
    EPOCH_WITHDRAWN(true),
    REBUILD_STARTED(true),
    REBUILD_COMPLETED(true),
    REBUILD_FAILED(true),
    LEFTOVER_REMOVED(true),
    POWER_OFF_ASKED(false),
    POWER_ON_ASKED(false),
    HOST_POWERED_OFF(true),
    HOST_POWERED_ON(true),
    FAULT_INJECTED(true),
    FAULTS_CLEARED(true),
    /** The same instance was about to run on two hosts; a bug of the simulation or of what was asked of it. */
    INVARIANT_BROKEN(false);

    private final boolean effect;

    LedgerEvent(boolean effect) {
        this.effect = effect;
    }

    boolean effect() {
        return effect;
    }
}
