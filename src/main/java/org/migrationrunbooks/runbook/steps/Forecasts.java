package org.migrationrunbooks.runbook.steps;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Map;
import org.migrationrunbooks.forecast.Forecast;

/** The forecasts of one move by the code of the strategy. */
record Forecasts(Map<String, Forecast> byStrategy) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Forecasts {
        byStrategy = Map.copyOf(byStrategy);
    }

    Forecast of(String strategy) {
        Forecast forecast = byStrategy.get(strategy);
        if (forecast == null) {
            throw new IllegalStateException("the strategy table chose '%s', which was not foretold: %s"
                    .formatted(strategy, byStrategy.keySet()));
        }
        return forecast;
    }
}
