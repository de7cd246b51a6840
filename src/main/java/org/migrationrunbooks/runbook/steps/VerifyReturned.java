package org.migrationrunbooks.runbook.steps;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.ReturnPlanning;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Reads the host once more: nothing may be left on it of what is elsewhere. */
@Component("verifyReturned")
class VerifyReturned implements JavaDelegate {

    private final RunStore runs;
    private final ReturnPlanning planning;
    private final AuditTrail audit;

    VerifyReturned(RunStore runs, ReturnPlanning planning, AuditTrail audit) {
        this.runs = runs;
        this.planning = planning;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Plan now = planning.plan(run.host());
        ReturnReading.requireSafe(now);
        boolean left = ReturnReading.has(now, Disposition.Kind.LEFTOVER);
        String problem = left ? ReturnReading.reasons(now, Disposition.Kind.LEFTOVER) : null;
        Map<String, String> seen = new HashMap<>();
        now.dispositions()
                .forEach(disposition -> seen.put(
                        disposition.instance().name(), disposition.kind().code()));
        audit.append(new AuditEvent(
                left ? AuditCode.VERIFICATION_FAILED : AuditCode.VERIFICATION_PASSED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                problem,
                seen));
        if (left) {
            throw StepInput.error(StepError.VerificationFailed, "Something is left on the host. " + problem);
        }
    }
}
