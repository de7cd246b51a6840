package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.runbook.LiveMigrationPlanner;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Reads whether the instance can be moved live now, and where it is. */
@Component("checkInstance")
class CheckInstance implements JavaDelegate {

    private final RunStore runs;
    private final LiveMigrationPlanner planner;

    CheckInstance(RunStore runs, LiveMigrationPlanner planner) {
        this.runs = runs;
        this.planner = planner;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        LiveMigrationPlanner.Situation situation = StepInput.ready(run, planner);
        execution.setVariable(StepInput.SOURCE, situation.instance().host().name());
    }
}
