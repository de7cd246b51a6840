package org.migrationrunbooks.runbook;

import java.util.Optional;
import org.migrationrunbooks.fleet.RunbookId;

/** What the runbooks of one scope ask of a request before anything is recorded, and what they claim with it. */
interface Opening {

    RunbookKind.Scope scope();

    /**
     * What the request is about.
     *
     * @throws ProblemException where it names nothing that exists, or gives no reason
     */
    RunTarget target(RunbookKind kind, StartRequest request);

    /** The run that has the target already. */
    Optional<RunbookId> holder(RunTarget target);

    /**
     * Reads whether the run can be started now.
     *
     * @throws ProblemException where it cannot
     */
    void check(RunbookKind kind, StartRequest request, RunTarget target);

    /** Claims the target in the caller's transaction; answers the run that was quicker, if one was. */
    Optional<RunbookId> claim(RunbookId run, RunTarget target);
}
