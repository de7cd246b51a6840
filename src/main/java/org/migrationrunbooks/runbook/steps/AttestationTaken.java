package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.migrationrunbooks.approval.Membership;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.runbook.GateDecision;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.runbook.hosts.AttestationRefusal;
import org.migrationrunbooks.runbook.hosts.AttestationRefusedException;
import org.migrationrunbooks.runbook.hosts.Attestations;
import org.springframework.stereotype.Component;

/** Takes what a person says at the gate of an evacuation whose host no device switched off, whichever door it came through. */
@Component("attestationTaken")
class AttestationTaken implements TaskListener {

    /** The variable with the host as the person named it. */
    static final String HOST = "attestedHost";

    private final RunStore runs;
    private final Attestations attestations;
    private final AuditTrail audit;
    private final IdentityService identities;
    private final Membership membership;

    AttestationTaken(
            RunStore runs,
            Attestations attestations,
            AuditTrail audit,
            IdentityService identities,
            Membership membership) {
        this.runs = runs;
        this.attestations = attestations;
        this.audit = audit;
        this.identities = identities;
        this.membership = membership;
    }

    @Override
    public void notify(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        Authentication who = identities.getCurrentAuthentication();
        String answer = StepInput.optionalText(execution, DecisionTaken.GO_ON);
        if (who == null || who.getUserId() == null || answer == null) {
            throw new AttestationRefusedException(AttestationRefusal.NOTHING_TO_ATTEST, "");
        }
        Run run = StepInput.run(execution, runs);
        GateDecision decision = GateDecision.of(answer);
        String comment = StepInput.optionalText(execution, "comment");
        if (!GateDecision.of(run.kind()).contains(decision)) {
            throw new AttestationRefusedException(AttestationRefusal.NOTHING_TO_ATTEST, "");
        }
        if (!mayDecide(decision, who.getUserId())) {
            throw new AttestationRefusedException(AttestationRefusal.NOT_IN_GROUP, "");
        }
        if (decision == GateDecision.ATTEST) {
            attestations.attest(
                    run.id(),
                    StepInput.plan(run).hash(),
                    run.host(),
                    StepInput.optionalText(execution, HOST),
                    who.getUserId(),
                    comment);
        } else {
            audit.append(new AuditEvent(
                    AuditCode.DECISION_TAKEN,
                    who.getUserId(),
                    run.id(),
                    run.subject(),
                    comment,
                    Map.of("decision", decision.code())));
        }
        // The gateways compare codes; however it was spelt, this is what was decided.
        execution.setVariable(DecisionTaken.GO_ON, decision.code());
        runs.state(run.id(), RunbookState.RUNNING, null);
    }

    /** Also where the task was given to somebody else. */
    private boolean mayDecide(GateDecision decision, String person) {
        return membership.has(person, Membership.OPERATORS, Membership.ADMINISTRATORS)
                || (decision == GateDecision.ATTEST && membership.has(person, Membership.APPROVERS));
    }
}
