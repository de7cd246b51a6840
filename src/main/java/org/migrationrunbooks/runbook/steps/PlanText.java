package org.migrationrunbooks.runbook.steps;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.forecast.Forecast;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;

/** A plan in words, for forms. */
final class PlanText {

    private PlanText() {}

    static String summary(Plan plan) {
        return plan.moves().stream().map(move -> summary(plan, move)).collect(Collectors.joining("\n"));
    }

    private static String summary(Plan plan, Move move) {
        if (move.strategy() instanceof Strategy.Rebuild rebuild) {
            return "Rebuild %s of %s, which is off, on %s%s."
                    .formatted(
                            move.instance().name(),
                            move.from().name(),
                            move.to().name(),
                            rebuild.fromImage() ? " from its image, losing what was written to its disks" : "");
        }
        return "Move %s from %s to %s by %s, standing still for at most %d ms at switch-over."
                .formatted(
                        move.instance().name(),
                        move.from().name(),
                        move.to().name(),
                        move.strategy().code(),
                        plan.maxDowntimeMillis());
    }

    /** What an evacuation does, and what becomes of the instances that it does not rebuild. */
    static String evacuation(HostId host, Plan plan) {
        String rebuilt = plan.dispositions().stream()
                .filter(disposition -> disposition.kind().rebuilds())
                .map(disposition -> "%s on %s%s"
                        .formatted(
                                disposition.instance().name(),
                                Objects.requireNonNull(disposition.destination())
                                        .name(),
                                disposition.kind() == Disposition.Kind.REBUILD_FROM_IMAGE
                                        ? " from its image, losing what was written to its disks"
                                        : ""))
                .collect(Collectors.joining(", "));
        String others = plan.dispositions().stream()
                .filter(disposition -> !disposition.kind().rebuilds())
                .map(disposition -> "%s (%s)"
                        .formatted(
                                disposition.instance().name(),
                                disposition.kind().code()))
                .collect(Collectors.joining(", "));
        return "Switch %s off and quarantine it. Rebuild %d of %d instances: %s. Not rebuilt: %s."
                .formatted(
                        host.name(),
                        plan.moves().size(),
                        plan.dispositions().size(),
                        rebuilt.isEmpty() ? "none" : rebuilt,
                        others.isEmpty() ? "none" : others);
    }

    /** What happens to what a host that returns has of instances. */
    static String returning(HostId host, Plan plan) {
        String found = plan.dispositions().stream()
                .map(disposition -> "%s: %s. %s"
                        .formatted(
                                disposition.instance().name(),
                                disposition.kind().code(),
                                disposition.reason()))
                .collect(Collectors.joining("\n"));
        return "Remove what was left on %s, then take it into service.%n%s".formatted(host.name(), found);
    }

    /** What has become different between two plans of an evacuation. */
    static String difference(Plan before, Plan now) {
        Set<String> old =
                before.dispositions().stream().map(Disposition::decision).collect(Collectors.toSet());
        String changed = now.dispositions().stream()
                .map(Disposition::decision)
                .filter(decision -> !old.contains(decision))
                .collect(Collectors.joining("; "));
        return changed.isEmpty() ? "Instances of the host are gone." : "Now: " + changed + ".";
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
