package org.migrationrunbooks.forecast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.migrationrunbooks.fleet.Strategy;

/**
 * Fits {@link Calibration} to measured migrations and judges it by others. The scenarios with odd numbers are fitted, those with
 * even numbers are judged, so that no schedule is in both halves.
 *
 * <p>{@code mvn -Pbench test-compile exec:java -Dexec.mainClass=org.migrationrunbooks.forecast.CalibrateForecast
 * -Dexec.args=measured-migrations.csv}
 *
 * <p>The file has a header and the columns {@code scenario}, {@code bandwidth_mbit_s}, {@code memory_used_mb},
 * {@code dirty_rate_mb_s}, {@code hot_set_mb}, {@code duration_s}.
 */
public final class CalibrateForecast {

    private static final double MAX_DOWNTIME = 0.3;
    private static final int SLOWDOWN_STEPS = 20;

    private CalibrateForecast() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args.length > 0 ? args[0] : "measured-migrations.csv");
        if (!Files.isReadable(file)) {
            System.out.println("Skipped: there are no measurements at " + file.toAbsolutePath());
            return;
        }
        List<Measured> all = Measured.read(file);
        List<Measured> fitted = all.stream().filter(m -> m.scenario % 2 == 1).toList();
        List<Measured> judged = all.stream().filter(m -> m.scenario % 2 == 0).toList();
        Calibration fit = fit(fitted);
        System.out.printf(
                Locale.ROOT,
                "fitted to %d: efficiency %.3f, set-up %.1f s, slowdown %s%n",
                fitted.size(),
                fit.efficiency(),
                fit.setupSeconds(),
                fit.slowdown().stream().map(s -> String.format(Locale.ROOT, "%.3f", s)).toList());
        report("new fit, fitted half", fit, fitted);
        report("new fit, other half", fit, judged);
        report("committed, other half", Calibration.MEASURED, judged);
    }

    /** Least absolute error of the logarithm, over a grid; then the slowdown as what is left. */
    private static Calibration fit(List<Measured> measured) {
        Calibration best = with(1, 0, List.of(1.0, 1.0));
        double bestError = Double.MAX_VALUE;
        for (int e = 800; e <= 1000; e++) {
            for (int s = 0; s <= 30; s++) {
                Calibration candidate = with(e / 1000.0, s / 10.0, List.of(1.0, 1.0));
                double error = measured.stream()
                        .mapToDouble(m -> Math.abs(Math.log(m.duration / m.predicted(candidate, 0.5))))
                        .sum();
                if (error < bestError) {
                    bestError = error;
                    best = candidate;
                }
            }
        }
        Calibration ideal = best;
        double[] slowdown = measured.stream()
                .mapToDouble(m -> (m.duration - ideal.setupSeconds())
                        / (m.predicted(ideal, 0.5) - ideal.setupSeconds()))
                .sorted()
                .toArray();
        List<Double> quantiles = IntStream.rangeClosed(0, SLOWDOWN_STEPS)
                .mapToObj(i -> slowdown[i * (slowdown.length - 1) / SLOWDOWN_STEPS])
                .toList();
        return with(ideal.efficiency(), ideal.setupSeconds(), quantiles);
    }

    private static Calibration with(double efficiency, double setup, List<Double> slowdown) {
        return new Calibration(
                efficiency, setup, slowdown, Calibration.MEASURED.switchOver(), Calibration.MEASURED.postCopyStall());
    }

    private static void report(String what, Calibration calibration, List<Measured> measured) {
        double[] errors = measured.stream()
                .mapToDouble(m -> Math.abs(m.predicted(calibration, 0.5) / m.duration - 1))
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "%-22s %4d migrations: median absolute error %.1f %%, 90th percentile %.1f %%, mean %.1f %%,"
                        + " within 5..95 %%: %.1f %% (to the second: %.1f %%)%n",
                what,
                measured.size(),
                100 * errors[errors.length / 2],
                100 * errors[errors.length * 9 / 10],
                100 * DoubleStream.of(errors).average().orElseThrow(),
                100 * coverage(calibration, measured, 0),
                100 * coverage(calibration, measured, 0.5));
    }

    /** The share inside the interval. Measured times are whole seconds, so half of one either way may be granted. */
    private static double coverage(Calibration calibration, List<Measured> measured, double granted) {
        long covered = measured.stream()
                .filter(m -> m.predicted(calibration, 0.05) - granted <= m.duration
                        && m.duration <= m.predicted(calibration, 0.95) + granted)
                .count();
        return (double) covered / measured.size();
    }

    /** One line of the file, in bytes and seconds. */
    private record Measured(
            int scenario, double bandwidth, double memory, double dirtyRate, double hotSet, double duration) {

        private static final double MEGABIT = 1_000_000 / 8.0;
        private static final double MEGABYTE = 1 << 20;

        static List<Measured> read(Path file) throws IOException {
            List<String> lines = Files.readAllLines(file);
            List<String> columns = Arrays.asList(lines.get(0).split(","));
            return lines.stream()
                    .skip(1)
                    .map(line -> line.split(","))
                    .map(cells -> new Measured(
                            (int) cell(columns, cells, "scenario"),
                            cell(columns, cells, "bandwidth_mbit_s") * MEGABIT,
                            cell(columns, cells, "memory_used_mb") * MEGABYTE,
                            cell(columns, cells, "dirty_rate_mb_s") * MEGABYTE,
                            cell(columns, cells, "hot_set_mb") * MEGABYTE,
                            cell(columns, cells, "duration_s")))
                    .toList();
        }

        private static double cell(List<String> columns, String[] cells, String name) {
            return Double.parseDouble(cells[columns.indexOf(name)]);
        }

        double predicted(Calibration calibration, double slowdownQuantile) {
            return PreCopyModel.transfer(
                            new Transfer.Inputs(
                                    memory,
                                    dirtyRate,
                                    hotSet,
                                    bandwidth * calibration.efficiency() / calibration.slowdownAt(slowdownQuantile),
                                    MAX_DOWNTIME,
                                    calibration.setupSeconds(),
                                    calibration.switchOver().median(),
                                    calibration.postCopyStall().median()),
                            Strategy.PLAIN)
                    .seconds();
        }
    }
}
