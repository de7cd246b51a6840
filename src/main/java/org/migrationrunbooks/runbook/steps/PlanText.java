package org.migrationrunbooks.runbook.steps;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Plan;

/** A plan in words, for forms. */
final class PlanText {

    private PlanText() {}

    static String summary(Plan plan) {
        return plan.moves().stream()
                .map(move -> "Move %s from %s to %s by %s, standing still for at most %d ms at switch-over."
                        .formatted(
                                move.instance().name(),
                                move.from().name(),
                                move.to().name(),
                                move.strategy().code(),
                                plan.maxDowntimeMillis()))
                .collect(Collectors.joining("\n"));
    }

    static String forecast(Forecast forecast) {
        return "Total time %s (%s to %s), downtime %s (%s to %s)."
                .formatted(
                        text(forecast.totalTime().expected()),
                        text(forecast.totalTime().low()),
                        text(forecast.totalTime().high()),
                        text(forecast.downtime().expected()),
                        text(forecast.downtime().low()),
                        text(forecast.downtime().high()));
    }

    private static String text(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(1)) < 0
                ? duration.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
