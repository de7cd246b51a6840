package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.runbook.JsonColumns;
import org.migrationrunbooks.runbook.MovePlanner;
import org.migrationrunbooks.runbook.MovePlanners;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Measures the instance's load and foretells each strategy that is allowed; what the strategy table then chooses from. */
@Component("forecastMigration")
class ForecastMigration implements JavaDelegate {

    private final RunStore runs;
    private final MovePlanners planners;
    private final JsonColumns json;

    ForecastMigration(RunStore runs, MovePlanners planners, JsonColumns json) {
        this.runs = runs;
        this.planners = planners;
        this.json = json;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        MovePlanner planner = planners.of(run.kind());
        MovePlanner.Situation situation = StepInput.ready(run, planner);
        HostId destination = new HostId(run.instance().platform(), StepInput.text(execution, StepInput.DESTINATION));
        Map<String, Forecast> forecasts = planner.forecasts(situation, run.request(), destination);
        StepInput.json(execution, StepInput.FORECASTS, json.write(forecasts));
        planner.inputs(situation, run.request(), forecasts).forEach(execution::setVariable);
    }
}
