package org.migrationrunbooks.runbook.steps;

import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.stereotype.Component;

/** Opens an approval: nothing decided earlier in this run may be taken for the answer to this plan. */
@Component("approvalRequested")
class ApprovalRequested implements TaskListener {

    private final RunStore runs;
    private final AuditTrail audit;

    ApprovalRequested(RunStore runs, AuditTrail audit) {
        this.runs = runs;
        this.audit = audit;
    }

    @Override
    public void notify(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        Run run = StepInput.run(execution, runs);
        execution.setVariable("planChanges", PlanText.changes(run.planChanges()));
        execution.setVariable(
                "approvers", run.approvalQuorum() == 1 ? "one person" : run.approvalQuorum() + " different people");
        ApprovalTask.open(task, run, runs, Duration.parse(StepInput.text(execution, "approvalDueAfter")));
        runs.state(run.id(), RunbookState.AWAITING_APPROVAL, run.approvalReason());
        audit.append(new AuditEvent(
                AuditCode.APPROVAL_REQUESTED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                run.approvalReason(),
                Map.of("planHash", StepInput.text(execution, "planHash"))));
    }
}
