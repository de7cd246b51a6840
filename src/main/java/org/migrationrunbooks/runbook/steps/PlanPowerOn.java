package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.ApprovalTerms;
import org.migrationrunbooks.runbook.ReturnPlanning;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.springframework.stereotype.Component;

/** Puts on record that a quarantined host is given power, which starts nothing; what is found on it then is decided by itself. */
@Component("planPowerOn")
class PlanPowerOn implements JavaDelegate {

    private static final String REASON =
            "Giving power starts nothing; what is found on the host is asked about by itself.";

    private final RunStore runs;
    private final ReturnPlanning planning;
    private final HostStandings standings;
    private final AuditTrail audit;

    PlanPowerOn(RunStore runs, ReturnPlanning planning, HostStandings standings, AuditTrail audit) {
        this.runs = runs;
        this.planning = planning;
        this.standings = standings;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        if (run.cancelRequested()) {
            throw StepInput.error(StepError.RunStopped, "Cancelled by %s.".formatted(run.cancelRequestedBy()));
        }
        if (!standings.quarantined(run.host())) {
            throw StepInput.error(StepError.RunStopped, "%s is not quarantined.".formatted(run.subject()));
        }
        planning.against(run.host()).ifPresent(reason -> {
            throw StepInput.error(StepError.RunStopped, reason);
        });
        Plan plan = planning.beforePower(run.host());
        runs.plan(run.id(), plan, ApprovalTerms.of(false, REASON));
        audit.append(new AuditEvent(
                AuditCode.PLAN_RECORDED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                null,
                Map.of("planHash", plan.hash().value())));
    }
}
