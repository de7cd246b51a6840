package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.EvacuationPlanning;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.stereotype.Component;

/** The plan may have waited long for its approval: reads that the host is still failed, and that the same would be decided now. */
@Component("checkEvacuation")
class CheckEvacuation implements JavaDelegate {

    private final RunStore runs;
    private final FailureReading reading;
    private final EvacuationPlanning planning;
    private final AuditTrail audit;

    CheckEvacuation(RunStore runs, FailureReading reading, EvacuationPlanning planning, AuditTrail audit) {
        this.runs = runs;
        this.reading = reading;
        this.planning = planning;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        execution.setVariable("signsOfLife", reading.confirm(run));
        Plan plan = StepInput.plan(run);
        Plan now = planning.plan(run.host(), run.request());
        if (!now.hash().equals(plan.hash())) {
            audit.append(new AuditEvent(
                    AuditCode.PLAN_DRIFTED,
                    AuditEvent.SYSTEM,
                    run.id(),
                    run.subject(),
                    PlanText.difference(plan, now),
                    Map.of("planHash", plan.hash().value(), "now", now.hash().value())));
            throw StepInput.error(StepError.PlanDrifted, "The plan no longer holds. " + PlanText.difference(plan, now));
        }
        runs.state(run.id(), RunbookState.RUNNING, null);
    }
}
