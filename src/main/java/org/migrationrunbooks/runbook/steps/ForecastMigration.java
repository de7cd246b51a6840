package org.migrationrunbooks.runbook.steps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.runbook.JsonColumns;
import org.migrationrunbooks.runbook.LiveMigrationPlanner;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.StrategyTable;
import org.springframework.stereotype.Component;

/** Measures the instance's load and foretells each strategy that is allowed; what the strategy table then chooses from. */
@Component("forecastMigration")
class ForecastMigration implements JavaDelegate {

    private final RunStore runs;
    private final LiveMigrationPlanner planner;
    private final JsonColumns json;

    ForecastMigration(RunStore runs, LiveMigrationPlanner planner, JsonColumns json) {
        this.runs = runs;
        this.planner = planner;
        this.json = json;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        LiveMigrationPlanner.Situation situation = StepInput.ready(run, planner);
        Instance instance = situation.instance();
        HostId destination = new HostId(run.instance().platform(), StepInput.text(execution, StepInput.DESTINATION));
        Map<String, Forecast> forecasts = planner.forecasts(situation, run.request(), destination);
        StepInput.json(execution, StepInput.FORECASTS, json.write(forecasts));
        StrategyTable.inputs(instance, run.request(), forecasts, planner).forEach(execution::setVariable);
    }
}
