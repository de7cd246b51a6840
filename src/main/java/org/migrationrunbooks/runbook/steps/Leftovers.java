package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.operations.LeftoverQueue;
import org.springframework.stereotype.Component;

/** Whether something of the plan is still to be removed; used by gateway conditions, read from the rows. */
@Component("leftovers")
public class Leftovers {

    private final RunStore runs;
    private final LeftoverQueue queue;

    Leftovers(RunStore runs, LeftoverQueue queue) {
        this.runs = runs;
        this.queue = queue;
    }

    public boolean left(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        return queue.next(run, StepInput.plan(run)).isPresent();
    }
}
