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
import org.migrationrunbooks.runbook.CapacityReservations;
import org.migrationrunbooks.runbook.Claims;
import org.migrationrunbooks.runbook.MovePlanner;
import org.migrationrunbooks.runbook.MovePlanners;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.stereotype.Component;

/**
 * Checks that the plan, which may have waited long for its approval, still holds, and reserves what it needs at the destination.
 * Runs that want the same host wait for each other here, so that the last free gigabyte is promised once.
 */
@Component("reserveCapacity")
class ReserveCapacity implements JavaDelegate {

    private final RunStore runs;
    private final MovePlanners planners;
    private final Claims claims;
    private final CapacityReservations reservations;
    private final AuditTrail audit;

    ReserveCapacity(
            RunStore runs, MovePlanners planners, Claims claims, CapacityReservations reservations, AuditTrail audit) {
        this.runs = runs;
        this.planners = planners;
        this.claims = claims;
        this.reservations = reservations;
        this.audit = audit;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        MovePlanner planner = planners.of(run.kind());
        Plan plan = run.plan();
        if (plan == null) {
            throw new IllegalStateException("run " + run.id() + " has no plan on record");
        }
        Move move = plan.moves().get(0);
        MovePlanner.Situation situation = StepInput.ready(run, planner);
        if (!situation.instance().host().equals(move.from())) {
            throw drifted(
                    run,
                    plan,
                    "The instance is on %s now."
                            .formatted(situation.instance().host().name()));
        }
        Placement.Choice choice = planner.choose(
                situation,
                run.request(),
                reservations.ofOthers(run.id()),
                move.to().name(),
                List.of(),
                move.strategy());
        if (choice instanceof Placement.Choice.Chosen) {
            // Everything that asks a platform is done; from here on others that want this host wait.
            claims.share(run.id(), move.to());
            choice = planner.room(situation, reservations.ofOthers(run.id()), move.to());
        }
        if (!(choice instanceof Placement.Choice.Chosen)) {
            throw drifted(run, plan, ChooseDestination.reasons(choice));
        }
        reservations.reserve(run.id(), situation.instance(), move.to());
        runs.state(run.id(), RunbookState.RUNNING, null);
        execution.setVariable(StepInput.AUTOMATIC_ATTEMPTS, AutomaticRetries.used(execution) + 1);
    }

    private RuntimeException drifted(Run run, Plan plan, String why) {
        audit.append(new AuditEvent(
                AuditCode.PLAN_DRIFTED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                why,
                Map.of("planHash", plan.hash().value())));
        return StepInput.error(StepError.PlanDrifted, "The plan no longer holds. " + why);
    }
}
