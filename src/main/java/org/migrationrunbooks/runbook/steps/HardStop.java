package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.PlanException;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Whether the plan on record lets the power be taken from an instance that does not shut down; used by a gateway condition. */
@Component("hardStop")
public class HardStop {

    private final RunStore runs;

    HardStop(RunStore runs) {
        this.runs = runs;
    }

    public boolean inPlan(DelegateExecution execution) {
        Plan plan = StepInput.run(execution, runs).plan();
        return plan != null && plan.permissions().contains(PlanException.HARD_STOP.code());
    }
}
