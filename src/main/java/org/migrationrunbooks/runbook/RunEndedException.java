package org.migrationrunbooks.runbook;

import org.migrationrunbooks.fleet.RunbookId;

/**
 * A process wants to act for a run that has ended: it was made by hand, or the run was taken over while somebody answered it. Rolls back
 * whatever it was thrown in.
 */
public final class RunEndedException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    public RunEndedException(RunbookId run) {
        super(message(run));
    }

    static String message(RunbookId run) {
        return "RUN_ENDED: run %s has ended; nothing was started.".formatted(run);
    }
}
