package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.runbook.MovePlanner;
import org.migrationrunbooks.runbook.MovePlanners;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Reads whether the instance can be moved live now, and where it is. */
@Component("checkInstance")
class CheckInstance implements JavaDelegate {

    private final RunStore runs;
    private final MovePlanners planners;

    CheckInstance(RunStore runs, MovePlanners planners) {
        this.runs = runs;
        this.planners = planners;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        MovePlanner planner = planners.of(run.kind());
        MovePlanner.Situation situation = StepInput.ready(run, planner);
        execution.setVariable(StepInput.SOURCE, situation.instance().host().name());
    }
}
