package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says that a person is overdue, in the log, the audit and the run; a timer never decides in the person's place. */
@Component("escalateWaiting")
class EscalateWaiting implements JavaDelegate {

    private static final Logger log = LoggerFactory.getLogger(EscalateWaiting.class);

    private final RunStore runs;
    private final AuditTrail audit;

    EscalateWaiting(RunStore runs, AuditTrail audit) {
        this.runs = runs;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        if (run.state() != RunbookState.AWAITING_APPROVAL && run.state() != RunbookState.NEEDS_ATTENTION) {
            return;
        }
        String overdue = "Overdue: %s".formatted(run.attention() == null ? "a person has to decide" : run.attention());
        if (!runs.overdue(run, overdue)) {
            // Somebody has decided meanwhile.
            return;
        }
        log.warn("Run {} of {} waits for a person for too long", run.id(), run.subject());
        audit.append(new AuditEvent(
                AuditCode.APPROVAL_ESCALATED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                run.attention(),
                Map.of("state", run.state().code())));
    }
}
