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
import org.springframework.stereotype.Component;

/**
 * Quarantines the host that was proved to be off: from now on nothing is placed on it, whatever its platform says of it, until it has
 * returned to service.
 */
@Component("quarantineHost")
class QuarantineHost implements JavaDelegate {

    private final RunStore runs;
    private final HostProof proof;
    private final HostStandings standings;
    private final AuditTrail audit;

    QuarantineHost(RunStore runs, HostProof proof, HostStandings standings, AuditTrail audit) {
        this.runs = runs;
        this.proof = proof;
        this.standings = standings;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Plan plan = StepInput.plan(run);
        proof.require(run);
        if (!standings.quarantined(run.host())) {
            // Of several evacuations the first one counts: it tells since when the host is out of service.
            standings.put(run.host(), HostState.QUARANTINED, run.id());
        }
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
