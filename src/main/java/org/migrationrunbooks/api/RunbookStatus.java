package org.migrationrunbooks.api;

import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookState;

/**
 * What every request that changes a run is answered with: where the run is now.
 *
 * @param cancelRequested whether somebody has asked for it to be cancelled, which may take a while
 */
record RunbookStatus(String id, RunbookKind kind, RunbookState state, boolean cancelRequested, RunbookLinks links) {

    static RunbookStatus of(Run run) {
        return new RunbookStatus(
                run.id().value(), run.kind(), run.state(), run.cancelRequested(), RunbookLinks.of(run));
    }
}
