package org.migrationrunbooks.api;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.migrationrunbooks.forecast.Forecast;

/**
 * What a live migration is expected to be like.
 *
 * @param convergence {@code converges}, {@code with-auto-converge}, {@code with-post-copy} or {@code never}
 * @param downtime how long the instance stands still
 * @param iterations rounds of pre-copy
 * @param notes what the figures rest on
 */
record ForecastView(
        String convergence,
        RangeView totalTime,
        RangeView downtime,
        long transferredBytes,
        int iterations,
        List<String> notes) {

    static ForecastView of(Forecast forecast) {
        return new ForecastView(
                forecast.convergence().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                RangeView.of(forecast.totalTime()),
                RangeView.of(forecast.downtime()),
                forecast.transferred().bytes(),
                forecast.iterations(),
                forecast.notes());
    }

    /**
     * A duration with its interval.
     *
     * @param low 5th percentile
     * @param expected median
     * @param high 95th percentile
     */
    record RangeView(Duration low, Duration expected, Duration high) {

        static RangeView of(Forecast.Range range) {
            return new RangeView(range.low(), range.expected(), range.high());
        }
    }
}
