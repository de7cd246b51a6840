package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.migrationrunbooks.runbook.Ending;
import org.migrationrunbooks.runbook.RunClosing;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Records the end of a run, in the transaction in which the process reaches the end event of that name. */
@Component("runEnding")
public class RunEnding {

    private final RunStore runs;
    private final RunClosing closing;

    RunEnding(RunStore runs, RunClosing closing) {
        this.runs = runs;
        this.closing = closing;
    }

    /** Whether the run came to its end since a person asked for it. */
    public boolean cancelled(DelegateExecution execution) {
        return StepInput.run(execution, runs).cancelRequested();
    }

    /**
     * Called by the end events.
     *
     * @param ending {@link Ending#code()}
     */
    public void end(DelegateExecution execution, String ending) {
        Ending known = Ending.of(ending);
        String problem =
                switch (known) {
                    case REFUSED,
                            GIVEN_UP,
                            MIGRATED_UNVERIFIED,
                            EVACUATED_IN_PART,
                            HOST_NOT_FAILED,
                            EVACUATION_GIVEN_UP,
                            RETURN_REFUSED,
                            RETURN_GIVEN_UP,
                            RETURN_UNSAFE,
                            REBUILT_UNVERIFIED,
                            NOT_REBUILT -> StepInput.optionalText(execution, StepInput.PROBLEM);
                    case MIGRATED,
                            REJECTED,
                            APPROVAL_TIMED_OUT,
                            CANCELLED,
                            EVACUATED,
                            EVACUATION_CANCELLED,
                            RETURNED,
                            RETURN_REJECTED,
                            RETURN_CANCELLED,
                            REBUILT,
                            REBUILD_CANCELLED,
                            TAKEN_OVER,
                            DELETED_BY_HAND -> null;
                };
        closing.close(StepInput.run(execution, runs).id(), known, problem);
    }
}
