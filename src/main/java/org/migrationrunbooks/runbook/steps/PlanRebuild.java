package org.migrationrunbooks.runbook.steps;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.planning.Placement;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.ApprovalTerms;
import org.migrationrunbooks.runbook.RebuildPlanning;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Chooses another destination for a rebuild; it is not in the plan of the evacuation, so it is asked to be approved by itself. */
@Component("planRebuild")
class PlanRebuild implements JavaDelegate {

    private static final String REASON = "The instance is rebuilt on another host than the evacuation's plan says.";

    private final RunStore runs;
    private final RebuildPlanning planning;
    private final AuditTrail audit;

    PlanRebuild(RunStore runs, RebuildPlanning planning, AuditTrail audit) {
        this.runs = runs;
        this.planning = planning;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Move before = StepInput.plan(run).moves().get(0);
        Placement.Choice choice = planning.choose(run, before, StepInput.avoided(execution, run));
        if (!(choice instanceof Placement.Choice.Chosen chosen)) {
            throw StepInput.error(
                    StepError.DestinationRefused,
                    "No other host takes the instance. " + ChooseDestination.reasons(choice));
        }
        Move move = new Move(before.instance(), before.from(), chosen.host(), before.strategy());
        Plan plan = Plan.of(run.kind().key(), List.of(move), 0, choice.refusals(), null, List.of());
        ApprovalTerms terms = ApprovalTerms.of(true, REASON);
        runs.plan(run.id(), plan, terms);
        planning.reserve(run, move);
        audit.append(new AuditEvent(
                AuditCode.PLAN_RECORDED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                null,
                Map.of("planHash", plan.hash().value(), "to", move.to().name())));
        execution.setVariable("planHash", plan.hash().value());
        execution.setVariable("planSummary", PlanText.summary(plan));
        execution.setVariable("requester", run.requester());
        execution.setVariable("reason", run.reason());
        StepInput.set(execution, terms);
        execution.setVariable(StepInput.APPROVAL_REASON, REASON);
        execution.setVariable("approvalRemindAfter", "PT5M");
        execution.setVariable("approvalDueAfter", "PT10M");
    }
}
