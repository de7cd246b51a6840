package org.migrationrunbooks.runbook;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast;

/** The inputs of {@code choose-strategy.dmn} and {@code approval-policy.dmn}. */
final class StrategyTable {

    private StrategyTable() {}

    /** The inputs by name. */
    static Map<String, Object> inputs(
            Instance instance, StartRequest request, Map<String, Forecast> forecasts, LiveMigrationPlanner planner) {
        Map<String, Object> inputs = new HashMap<>();
        boolean copyDisks = planner.copiesDisks(instance);
        // Between "live" and the other flags of a strategy's code.
        inputs.put("disks", copyDisks ? Strategy.Live.DISKS : "");
        inputs.put("plainEnds", ends(forecasts.get(new Strategy.Live(false, false, copyDisks).code())));
        inputs.put("autoConvergeAllowed", planner.autoConvergeAllowed(instance, request));
        inputs.put("autoConvergeEnds", ends(forecasts.get(new Strategy.Live(true, false, copyDisks).code())));
        inputs.put("postCopyAllowed", planner.postCopyAllowed(instance, request));
        inputs.put("coldAllowed", "allowed".equals(instance.labels().get("cold")));
        inputs.put("downtimeRaised", planner.downtimeRaised(instance, request));
        inputs.put("tier", instance.labels().getOrDefault("tier", ""));
        inputs.put("change", instance.labels().getOrDefault("change", ""));
        return inputs;
    }

    private static boolean ends(@Nullable Forecast forecast) {
        return forecast != null && forecast.convergence() != Forecast.Convergence.NEVER;
    }
}
