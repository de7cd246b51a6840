package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reminds those who may approve, in the log, the audit, the run and their list of tasks, before the approval is overdue. */
@Component("approvalReminder")
class ApprovalReminder implements TaskListener {

    private static final Logger log = LoggerFactory.getLogger(ApprovalReminder.class);

    /** Above the engine's 50 for everything that nobody was reminded of. */
    private static final int PRIORITY = 75;

    private final RunStore runs;
    private final AuditTrail audit;

    ApprovalReminder(RunStore runs, AuditTrail audit) {
        this.runs = runs;
        this.audit = audit;
    }

    @Override
    public void notify(DelegateTask task) {
        Run run = StepInput.run(task.getExecution(), runs);
        if (!runs.reminded(run)) {
            // Somebody has decided meanwhile, or another of several approvers was reminded of the same.
            return;
        }
        task.setPriority(PRIORITY);
        log.warn(
                "Run {} of {} waits for an approval by the group {}, due at {}",
                run.id(),
                run.subject(),
                run.approvalGroup(),
                run.approvalDueAt());
        audit.append(new AuditEvent(
                AuditCode.APPROVAL_REMINDED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                run.attention(),
                Map.of("group", run.approvalGroup(), "dueAt", String.valueOf(run.approvalDueAt()))));
    }
}
