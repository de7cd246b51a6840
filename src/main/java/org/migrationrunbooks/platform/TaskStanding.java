package org.migrationrunbooks.platform;

import org.migrationrunbooks.fleet.OperationProgress;

/** How a task stands, as the hosts tell. */
public sealed interface TaskStanding {

    /**
     * It is as the task wants it.
     *
     * @param evidence what was read, for the audit
     */
    record Done(String evidence) implements TaskStanding {}

    record UnderWay(OperationProgress progress) implements TaskStanding {}

    /**
     * It is not as the task wants it, and nothing is under way.
     *
     * @param evidence what was read instead
     */
    record NotDone(String evidence) implements TaskStanding {}

    /**
     * The last attempt ended without its effect; another one may be begun.
     *
     * @param reason in the platform's words
     */
    record Failed(String reason) implements TaskStanding {}
}
