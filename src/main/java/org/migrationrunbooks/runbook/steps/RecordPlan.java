package org.migrationrunbooks.runbook.steps;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.approval.Approvals;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.planning.Refusal;
import org.migrationrunbooks.runbook.ApprovalTerms;
import org.migrationrunbooks.runbook.Claims;
import org.migrationrunbooks.runbook.JsonColumns;
import org.migrationrunbooks.runbook.MovePlanner;
import org.migrationrunbooks.runbook.MovePlanners;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Puts on record what is going to be done, under the hash that an approval is bound to. */
@Component("recordPlan")
class RecordPlan implements JavaDelegate {

    private final RunStore runs;
    private final MovePlanners planners;
    private final Claims claims;
    private final Approvals approvals;
    private final AuditTrail audit;
    private final JsonColumns json;

    RecordPlan(
            RunStore runs,
            MovePlanners planners,
            Claims claims,
            Approvals approvals,
            AuditTrail audit,
            JsonColumns json) {
        this.runs = runs;
        this.planners = planners;
        this.claims = claims;
        this.approvals = approvals;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        MovePlanner planner = planners.of(run.kind());
        MovePlanner.Situation situation = StepInput.ready(run, planner);
        String strategy = StepInput.text(execution, StepInput.STRATEGY);
        Forecast forecast = json.read(StepInput.json(execution, StepInput.FORECASTS), Forecasts.class)
                .of(strategy);
        Move move = new Move(
                run.instance(),
                situation.instance().host(),
                new HostId(run.instance().platform(), StepInput.text(execution, StepInput.DESTINATION)),
                Strategy.of(strategy));
        share(run, move);
        Plan plan = Plan.of(
                run.kind().key(),
                List.of(move),
                planner.maxDowntime(situation.instance(), run.request()).toMillis(),
                List.of(json.read(StepInput.json(execution, StepInput.REFUSALS), Refusal[].class)),
                forecast,
                planner.permissions(run.request()));
        ApprovalTerms terms = StepInput.approvalTerms(execution);
        runs.plan(run.id(), plan, terms);
        audit.append(new AuditEvent(
                AuditCode.PLAN_RECORDED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                null,
                Map.of("planHash", plan.hash().value(), "to", move.to().name(), "strategy", strategy)));
        // Asked for once: a retry of exactly the plan that was approved needs no second signature.
        boolean ask = terms.required() && !approvals.granted(run.id(), StepInput.toApprove(run, plan, terms));
        execution.setVariable(StepInput.APPROVAL_NEEDED, ask);
        execution.setVariable("planHash", plan.hash().value());
        execution.setVariable("planSummary", PlanText.summary(plan));
        execution.setVariable("forecastSummary", PlanText.forecast(forecast));
        execution.setVariable("requester", run.requester());
        execution.setVariable("reason", run.reason());
    }

    private void share(Run run, Move move) {
        // Always in the same order, so that two runs in opposite directions do not wait for each other.
        for (HostId host : Stream.of(move.from(), move.to()).sorted().toList()) {
            Optional<RunbookId> other = claims.share(run.id(), host);
            if (other.isPresent()) {
                throw StepInput.error(
                        StepError.MigrationRefused, "Run %s has host %s for itself.".formatted(other.get(), host));
            }
        }
    }
}
