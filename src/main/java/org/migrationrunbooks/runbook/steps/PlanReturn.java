package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.approval.Approvals;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.ApprovalTerms;
import org.migrationrunbooks.runbook.ReturnPlanning;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Finds what the host has of instances, and puts on record what happens to it under the hash that an approval is bound to. */
@Component("planReturn")
class PlanReturn implements JavaDelegate {

    private static final String REASON =
            "Definitions are removed from a host; what the instances have run elsewhere stays.";
    private static final String NOTHING = "Nothing is to be removed from the host.";

    private final RunStore runs;
    private final ReturnPlanning planning;
    private final Approvals approvals;
    private final AuditTrail audit;

    PlanReturn(RunStore runs, ReturnPlanning planning, Approvals approvals, AuditTrail audit) {
        this.runs = runs;
        this.planning = planning;
        this.approvals = approvals;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        if (run.cancelRequested()) {
            // Also where the host has fallen silent since: the next gateway sees the wish.
            execution.setVariable(StepInput.APPROVAL_NEEDED, false);
            return;
        }
        Plan plan = planning.plan(run.host());
        ReturnReading.requireSafe(plan);
        boolean leftovers = ReturnReading.has(plan, Disposition.Kind.LEFTOVER);
        String reason = leftovers ? REASON : NOTHING;
        ApprovalTerms terms = ApprovalTerms.of(leftovers, reason);
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
                        Integer.toString(plan.dispositions().size()))));
        // Asked for once: another attempt at exactly what was approved needs no second signature.
        execution.setVariable(
                StepInput.APPROVAL_NEEDED,
                leftovers && !approvals.granted(run.id(), StepInput.toApprove(run, plan, terms)));
        StepInput.set(execution, terms);
        execution.setVariable(StepInput.APPROVAL_REASON, reason);
        execution.setVariable("approvalRemindAfter", "PT30M");
        execution.setVariable("approvalDueAfter", "PT1H");
        execution.setVariable("planHash", plan.hash().value());
        execution.setVariable("planSummary", PlanText.returning(run.host(), plan));
        execution.setVariable("requester", run.requester());
        execution.setVariable("reason", run.reason());
    }
}
