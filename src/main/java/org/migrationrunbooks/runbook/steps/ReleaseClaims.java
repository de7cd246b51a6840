package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.runbook.RunClosing;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Gives back claims and reservations. */
@Component("releaseClaims")
class ReleaseClaims implements JavaDelegate {

    private final RunStore runs;
    private final RunClosing closing;

    ReleaseClaims(RunStore runs, RunClosing closing) {
        this.runs = runs;
        this.closing = closing;
    }

    @Override
    public void execute(DelegateExecution execution) {
        closing.release(StepInput.run(execution, runs).id());
    }
}
