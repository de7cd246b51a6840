package org.migrationrunbooks.runbook.steps;

import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.planning.Placement;
import org.migrationrunbooks.runbook.CapacityReservations;
import org.migrationrunbooks.runbook.JsonColumns;
import org.migrationrunbooks.runbook.MovePlanner;
import org.migrationrunbooks.runbook.MovePlanners;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Chooses the destination, or says of every host why not. */
@Component("chooseDestination")
class ChooseDestination implements JavaDelegate {

    private final RunStore runs;
    private final MovePlanners planners;
    private final CapacityReservations reservations;
    private final JsonColumns json;

    ChooseDestination(RunStore runs, MovePlanners planners, CapacityReservations reservations, JsonColumns json) {
        this.runs = runs;
        this.planners = planners;
        this.reservations = reservations;
        this.json = json;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        MovePlanner planner = planners.of(run.kind());
        var avoided = StepInput.avoided(execution, run);
        String wanted = avoided.isEmpty() ? run.request().destination() : null;
        MovePlanner.Situation situation = StepInput.ready(run, planner);
        Placement.Choice choice = planner.choose(
                situation, run.request(), reservations.ofOthers(run.id()), wanted, avoided, planner.usual(situation));
        StepInput.json(execution, StepInput.REFUSALS, json.write(choice.refusals()));
        if (choice instanceof Placement.Choice.Chosen chosen) {
            execution.setVariable(StepInput.DESTINATION, chosen.host().name());
        } else {
            throw StepInput.error(StepError.MigrationRefused, "No host takes the instance. " + reasons(choice));
        }
    }

    static String reasons(Placement.Choice choice) {
        return choice.refusals().stream()
                .map(refusal -> "%s: %s".formatted(refusal.host().name(), refusal.reason()))
                .collect(Collectors.joining("; "));
    }
}
