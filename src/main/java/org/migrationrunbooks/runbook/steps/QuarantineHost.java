package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.migrationrunbooks.runbook.hosts.OffProof;
import org.springframework.stereotype.Component;

/**
 * Quarantines the host that was proved to be off: from now on nothing is placed on it, whatever its platform says of it, until it has
 * returned to service.
 */
@Component("quarantineHost")
class QuarantineHost implements JavaDelegate {

    private final RunStore runs;
    private final OffProof offProof;
    private final HostStandings standings;
    private final AuditTrail audit;

    QuarantineHost(RunStore runs, OffProof offProof, HostStandings standings, AuditTrail audit) {
        this.runs = runs;
        this.offProof = offProof;
        this.standings = standings;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Plan plan = StepInput.plan(run);
        if (!offProof.onRecord(run.id(), plan.hash(), run.host())) {
            throw new IllegalStateException(
                    "EVIDENCE_MISSING: nothing on record proves that %s is off; it was not quarantined and nothing was rebuilt"
                            .formatted(run.subject()));
        }
        standings.put(run.host(), HostState.QUARANTINED, run.id());
        runs.state(run.id(), RunbookState.RUNNING, null);
        audit.append(new AuditEvent(
                AuditCode.HOST_QUARANTINED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                run.reason(),
                Map.of("planHash", plan.hash().value())));
    }
}
