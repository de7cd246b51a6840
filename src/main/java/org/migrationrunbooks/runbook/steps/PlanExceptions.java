package org.migrationrunbooks.runbook.steps;

import java.util.Locale;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.migrationrunbooks.approval.Approvals;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.PlanException;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Whether something that loses data was approved, with the plan or by itself; used by gateway conditions, read from the rows. */
@Component("planExceptions")
public class PlanExceptions {

    private final RunStore runs;
    private final Approvals approvals;

    PlanExceptions(RunStore runs, Approvals approvals) {
        this.runs = runs;
        this.approvals = approvals;
    }

    /** Whether it is part of the plan. */
    public boolean planned(DelegateExecution execution, String exception) {
        Plan plan = StepInput.run(execution, runs).plan();
        return plan != null && plan.permissions().contains(exception);
    }

    /** Whether an approver has allowed it when it was asked for; it is not asked for twice. */
    public boolean granted(DelegateExecution execution, String exception) {
        Run run = StepInput.run(execution, runs);
        Plan plan = run.plan();
        PlanException asked =
                PlanException.valueOf(exception.toUpperCase(Locale.ROOT).replace('-', '_'));
        return plan != null && approvals.granted(run.id(), run.toApprove(asked.hash(plan)));
    }
}
