package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.springframework.stereotype.Component;

/** Ends the quarantine: from now on the host is as its platform says, and takes instances. */
@Component("enableHost")
class EnableHost implements JavaDelegate {

    private final RunStore runs;
    private final HostStandings standings;
    private final AuditTrail audit;

    EnableHost(RunStore runs, HostStandings standings, AuditTrail audit) {
        this.runs = runs;
        this.standings = standings;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        standings.clear(run.host());
        audit.append(new AuditEvent(
                AuditCode.HOST_RETURNED, AuditEvent.SYSTEM, run.id(), run.subject(), run.reason(), Map.of()));
    }
}
