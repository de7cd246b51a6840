package org.migrationrunbooks.forecast;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.forecast.Forecast.Convergence;
import org.migrationrunbooks.forecast.Forecast.Range;
import org.springframework.stereotype.Component;

/**
 * Forecasts by {@link PreCopyModel}: the model is asked for many cases, in which what is unknown takes the values of its
 * distribution. The verdict is that of most cases, the ranges are percentiles of the cases with that verdict.
 */
@Component
class PreCopyForecaster implements Forecaster {

    /** Beyond this no figure means anything. */
    private static final double LONGEST_SECONDS = Duration.ofDays(30).toSeconds();

    private final Calibration calibration = Calibration.MEASURED;

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the bandwidth is zero
     */
    @Override
    public Forecast forecast(ForecastRequest request) {
        List<Transfer> all = new Cases(request, calibration).transfers();
        Map<Convergence, Long> verdicts = new EnumMap<>(Convergence.class);
        all.forEach(transfer -> verdicts.merge(transfer.convergence(), 1L, Long::sum));
        Convergence verdict = verdicts.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
        List<Transfer> like = all.stream()
                .filter(transfer -> transfer.convergence() == verdict)
                .toList();
        return new Forecast(
                verdict,
                range(like, Transfer::seconds),
                range(like, Transfer::downtimeSeconds),
                ByteSize.ofBytes(Math.round(percentile(sorted(like, Transfer::bytes), 0.5) / calibration.efficiency())),
                (int) Math.round(percentile(sorted(like, Transfer::rounds), 0.5)),
                Notes.on(request, verdict, verdicts));
    }

    private static Range range(List<Transfer> transfers, ToDoubleFunction<Transfer> figure) {
        double[] sorted = sorted(transfers, figure);
        return new Range(
                duration(percentile(sorted, 0.05)),
                duration(percentile(sorted, 0.5)),
                duration(percentile(sorted, 0.95)));
    }

    private static double[] sorted(List<Transfer> transfers, ToDoubleFunction<Transfer> figure) {
        return transfers.stream().mapToDouble(figure).sorted().toArray();
    }

    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(Math.min(seconds, LONGEST_SECONDS) * 1000));
    }
}
