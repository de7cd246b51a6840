package org.migrationrunbooks.runbook;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.engine.DecisionService;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Placement;
import org.migrationrunbooks.planning.Plan;
import org.springframework.stereotype.Component;

/** Plans a run without starting it, by the same rules, tables and readings as the run itself; changes nothing. */
@Component
public class DryRuns {

    private final Targets targets;
    private final MovePlanners planners;
    private final CapacityReservations reservations;
    private final HostDryRuns hosts;
    private final DecisionService decisions;

    DryRuns(
            Targets targets,
            MovePlanners planners,
            CapacityReservations reservations,
            HostDryRuns hosts,
            DecisionService decisions) {
        this.targets = targets;
        this.planners = planners;
        this.reservations = reservations;
        this.hosts = hosts;
        this.decisions = decisions;
    }

    /** What this request would do now, or what stands against it. */
    public DryRun.Answer plan(RunbookKind kind, StartRequest request) {
        try {
            if (kind.scope() == RunbookKind.Scope.HOST) {
                return new DryRun.Answer.Possible(hosts.dryRun(kind, request, this::evaluate));
            }
            MovePlanner planner = planners.of(kind);
            MovePlanner.Readiness readiness = planner.readiness(targets.instance(request));
            if (readiness instanceof MovePlanner.Readiness.NotReady notReady) {
                return new DryRun.Answer.Refused(notReady.problem());
            }
            var situation = ((MovePlanner.Readiness.Ready) readiness).situation();
            targets.destination(request, situation);
            Placement.Choice choice = planner.choose(
                    situation, request, reservations.all(), request.destination(), List.of(), planner.usual(situation));
            return choice instanceof Placement.Choice.Chosen chosen
                    ? new DryRun.Answer.Possible(plan(kind, planner, request, situation, chosen))
                    : new DryRun.Answer.Refused(Targets.refused(request, choice));
        } catch (ProblemException e) {
            return new DryRun.Answer.Refused(e.problem());
        }
    }

    private DryRun plan(
            RunbookKind kind,
            MovePlanner planner,
            StartRequest request,
            MovePlanner.Situation situation,
            Placement.Choice.Chosen chosen) {
        Instance instance = situation.instance();
        HostId destination = chosen.host();
        Map<String, Forecast> forecasts = planner.forecasts(situation, request, destination);
        Map<String, Object> inputs = new HashMap<>(planner.inputs(situation, request, forecasts));
        Optional<DmnDecisionRuleResult> strategy = planner.strategyTable().map(table -> evaluate(table, inputs));
        String code = strategy.<String>map(result -> result.getEntry("strategy"))
                .orElseGet(() -> planner.usual(situation).code());
        String reason =
                strategy.<String>map(result -> result.getEntry("reason")).orElse("This runbook knows one way only.");
        if (!forecasts.containsKey(code)) {
            return new DryRun(null, forecasts, false, List.of(reason));
        }
        inputs.put("strategy", code);
        DmnDecisionRuleResult approval = evaluate("approval-policy", inputs);
        @Nullable Forecast forecast = forecasts.get(code);
        Plan plan = Plan.of(
                kind.key(),
                List.of(new Move(instance.id(), instance.host(), destination, Strategy.of(code))),
                planner.maxDowntime(instance, request).toMillis(),
                chosen.refusals(),
                forecast,
                planner.permissions(request));
        String why = approval.getEntry("reason");
        return new DryRun(plan, forecasts, Boolean.TRUE.equals(approval.getEntry("required")), List.of(reason, why));
    }

    private DmnDecisionRuleResult evaluate(String decision, Map<String, Object> inputs) {
        return decisions.evaluateDecisionTableByKey(decision, inputs).getSingleResult();
    }
}
