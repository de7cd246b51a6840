package org.migrationrunbooks.runbook.stories;

/**
 * Something that happens in a story; what it happens to is chosen among what there is then.
 *
 * @param which number of the host, instance, run, task or job, modulo how many there are
 * @param how number of the way in which, modulo how many there are
 */
record Act(Kind kind, int which, int how) {

    enum Kind {
        /** By REST. */
        START_LIVE,
        START_COLD,
        START_EVACUATION,
        START_RETURN,
        APPROVE,
        REJECT,
        DECIDE,
        ATTEST,
        CANCEL,
        /** On the platform. */
        FAULT,
        MEND,
        POWER,
        /** By the engine's own endpoints. */
        COMPLETE_TASK,
        FORBIDDEN,
        /** In the engine. */
        TIMER,
        DELETE_PROCESS,
        /** Of the application. */
        DROP_LEASES,
        RESTART,
        /** Something comes to its end meanwhile. */
        PAUSE
    }

    @Override
    public String toString() {
        return kind + "(" + which + "," + how + ")";
    }
}
