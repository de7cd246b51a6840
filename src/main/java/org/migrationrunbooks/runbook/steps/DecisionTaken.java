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
import org.springframework.stereotype.Component;

/** Takes a person's answer at the gate, whichever door it came through; an answer of nobody, or none at all, is refused. */
@Component("decisionTaken")
class DecisionTaken implements TaskListener {

    static final String GO_ON = "goOn";

    private final RunStore runs;
    private final AuditTrail audit;
    private final IdentityService identities;
    private final Membership membership;

    DecisionTaken(RunStore runs, AuditTrail audit, IdentityService identities, Membership membership) {
        this.runs = runs;
        this.audit = audit;
        this.identities = identities;
        this.membership = membership;
    }

    @Override
    public void notify(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        Authentication who = identities.getCurrentAuthentication();
        String answer = StepInput.optionalText(execution, GO_ON);
        if (who == null || who.getUserId() == null || answer == null) {
            throw new IllegalArgumentException(
                    "DECISION_MISSING: say 'retry', 'other-destination' or 'give-up' in the variable goOn, as a person");
        }
        if (!membership.has(who.getUserId(), Membership.OPERATORS, Membership.ADMINISTRATORS)) {
            throw new IllegalArgumentException(
                    "NOT_IN_GROUP: operators and administrators decide how a run goes on, also where the task was given to somebody else");
        }
        GateDecision decision = GateDecision.of(answer);
        Run run = StepInput.run(execution, runs);
        if (!GateDecision.of(run.kind()).contains(decision)) {
            throw new IllegalArgumentException("DECISION_UNKNOWN: '%s' cannot be decided about a %s; it waits on"
                    .formatted(decision.code(), run.kind().key()));
        }
        if (decision == GateDecision.OTHER_DESTINATION) {
            String avoided = StepInput.optionalText(execution, StepInput.AVOIDED);
            String failed = StepInput.optionalText(execution, StepInput.DESTINATION);
            execution.setVariable(
                    StepInput.AVOIDED, (avoided == null ? "" : avoided + ",") + (failed == null ? "" : failed));
        }
        // The gateways compare codes; however it was spelt, this is what was decided.
        execution.setVariable(GO_ON, decision.code());
        execution.setVariable(StepInput.AUTOMATIC_ATTEMPTS, 0);
        runs.state(run.id(), RunbookState.RUNNING, null);
        audit.append(new AuditEvent(
                AuditCode.DECISION_TAKEN,
                who.getUserId(),
                run.id(),
                run.subject(),
                StepInput.optionalText(execution, "comment"),
                Map.of("decision", decision.code())));
    }
}
