package org.migrationrunbooks.runbook.steps;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.Claims;
import org.migrationrunbooks.runbook.ReturnPlanning;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.springframework.stereotype.Component;

/**
 * Reads the host once more and, where nothing is left on it of what is elsewhere, ends the quarantine, in one transaction: from now on
 * the host is as its platform says, and takes instances.
 */
@Component("enableHost")
class EnableHost implements JavaDelegate {

    private final RunStore runs;
    private final Claims claims;
    private final ReturnPlanning planning;
    private final HostStandings standings;
    private final AuditTrail audit;

    EnableHost(RunStore runs, Claims claims, ReturnPlanning planning, HostStandings standings, AuditTrail audit) {
        this.runs = runs;
        this.claims = claims;
        this.planning = planning;
        this.standings = standings;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        if (run.cancelRequested()) {
            throw refused("Cancelled by %s.".formatted(run.cancelRequestedBy()));
        }
        if (!claims.holds(run.id(), run.target())) {
            throw refused("This run has no claim on %s any more.".formatted(run.subject()));
        }
        Plan now = planning.plan(run.host());
        ReturnReading.requireSafe(now);
        Optional<String> left = ReturnReading.left(now);
        Map<String, String> seen = new HashMap<>();
        now.dispositions()
                .forEach(disposition -> seen.put(
                        disposition.instance().name(), disposition.kind().code()));
        append(
                left.isPresent() ? AuditCode.VERIFICATION_FAILED : AuditCode.VERIFICATION_PASSED,
                run,
                left.orElse(null),
                seen);
        if (left.isPresent()) {
            throw refused("Something is left on the host. " + left.get());
        }
        standings.clear(run.host());
        append(AuditCode.HOST_RETURNED, run, run.reason(), Map.of());
    }

    private static BpmnError refused(String why) {
        return StepInput.error(StepError.VerificationFailed, why + " The host is quarantined still.");
    }

    private void append(AuditCode code, Run run, @Nullable String reason, Map<String, String> details) {
        audit.append(new AuditEvent(code, AuditEvent.SYSTEM, run.id(), run.subject(), reason, details));
    }
}
