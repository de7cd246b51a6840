package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.runbook.EvacuationPolicy;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Reads from every side that the host has failed, and what the approval policy asks about. */
@Component("confirmFailure")
class ConfirmFailure implements JavaDelegate {

    private final RunStore runs;
    private final FailureReading reading;
    private final EvacuationPolicy policy;

    ConfirmFailure(RunStore runs, FailureReading reading, EvacuationPolicy policy) {
        this.runs = runs;
        this.reading = reading;
        this.policy = policy;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        execution.setVariable("signsOfLife", reading.confirm(run));
        policy.inputs(run.host()).forEach(execution::setVariable);
    }
}
