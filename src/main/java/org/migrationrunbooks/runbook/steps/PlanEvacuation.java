package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.approval.Approvals;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.ApprovalTerms;
import org.migrationrunbooks.runbook.EvacuationPlanning;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Decides what happens to each instance of the host, and puts it on record under the hash that an approval is bound to. */
@Component("planEvacuation")
class PlanEvacuation implements JavaDelegate {

    private final RunStore runs;
    private final EvacuationPlanning planning;
    private final Approvals approvals;
    private final AuditTrail audit;

    PlanEvacuation(RunStore runs, EvacuationPlanning planning, Approvals approvals, AuditTrail audit) {
        this.runs = runs;
        this.planning = planning;
        this.approvals = approvals;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        FailureReading.heedCancel(run);
        Plan plan = planning.plan(run.host(), run.request());
        ApprovalTerms terms = StepInput.approvalTerms(execution);
        runs.plan(run.id(), plan, terms);
        audit.append(new AuditEvent(
                AuditCode.PLAN_RECORDED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                null,
                Map.of(
                        "planHash",
                        plan.hash().value(),
                        "instances",
                        Integer.toString(plan.dispositions().size()),
                        "rebuilt",
                        Integer.toString(plan.moves().size()))));
        execution.setVariable(
                StepInput.APPROVAL_NEEDED,
                terms.required() && !approvals.granted(run.id(), StepInput.toApprove(run, plan, terms)));
        execution.setVariable("planHash", plan.hash().value());
        execution.setVariable("planSummary", PlanText.evacuation(run.host(), plan));
        if (plan.forecast() != null) {
            execution.setVariable("forecastSummary", PlanText.forecast(plan.forecast()));
        }
        execution.setVariable("requester", run.requester());
        execution.setVariable("reason", run.reason());
    }
}
