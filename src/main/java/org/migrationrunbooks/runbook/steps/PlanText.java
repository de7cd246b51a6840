package org.migrationrunbooks.runbook.steps;

import java.time.Duration;
import java.util.List;
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
import org.migrationrunbooks.planning.PlanChange;

/** A plan in words, for forms; a long one is told in part, since the engine keeps no longer texts and nobody reads them in a form. */
final class PlanText {

    /** As many characters as the engine keeps of a text. */
    private static final int LONGEST = 4000;

    private static final String MORE = "… The page of the run has all of it.";
    private static final int LISTED = 40;

    private PlanText() {}

    /** In what a plan is not the one that it replaced. */
    static String changes(List<PlanChange> changes) {
        return changes.isEmpty()
                ? "nothing: it is the first plan of this run"
                : fitting(list(changes.stream().map(PlanChange::toString).toList(), "; "));
    }

    private static String list(List<String> all, String separator) {
        String shown = all.stream().limit(LISTED).collect(Collectors.joining(separator));
        return all.size() <= LISTED ? shown : "%s%sand %d more".formatted(shown, separator, all.size() - LISTED);
    }

    private static String fitting(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - MORE.length()) + MORE;
    }

    static String summary(Plan plan) {
        return fitting(
                list(plan.moves().stream().map(move -> summary(plan, move)).toList(), "\n"));
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
        List<String> rebuilt = plan.dispositions().stream()
                .filter(disposition -> disposition.kind().rebuilds())
                .map(disposition -> "%s on %s%s"
                        .formatted(
                                disposition.instance().name(),
                                Objects.requireNonNull(disposition.destination())
                                        .name(),
                                disposition.kind() == Disposition.Kind.REBUILD_FROM_IMAGE
                                        ? " from its image, losing what was written to its disks"
                                        : ""))
                .toList();
        List<String> others = plan.dispositions().stream()
                .filter(disposition -> !disposition.kind().rebuilds())
                .map(disposition -> "%s (%s)"
                        .formatted(
                                disposition.instance().name(),
                                disposition.kind().code()))
                .toList();
        // What is not rebuilt comes first where not everything fits: it is what an approver must not overlook.
        return fitting("Switch %s off and quarantine it. Rebuild %d of %d instances. Not rebuilt: %s. Rebuilt: %s."
                .formatted(
                        host.name(),
                        plan.moves().size(),
                        plan.dispositions().size(),
                        others.isEmpty() ? "none" : list(others, ", "),
                        rebuilt.isEmpty() ? "none" : list(rebuilt, ", ")));
    }

    /** What happens to what a host that returns has of instances. */
    static String returning(HostId host, Plan plan) {
        List<String> found = plan.dispositions().stream()
                .map(disposition -> "%s: %s. %s"
                        .formatted(
                                disposition.instance().name(),
                                disposition.kind().code(),
                                disposition.reason()))
                .toList();
        return fitting(
                "Remove what was left on %s, then take it into service.%n%s".formatted(host.name(), list(found, "\n")));
    }

    /** What has become different between two plans of an evacuation. */
    static String difference(Plan before, Plan now) {
        Set<String> old =
                before.dispositions().stream().map(Disposition::decision).collect(Collectors.toSet());
        List<String> changed = now.dispositions().stream()
                .map(Disposition::decision)
                .filter(decision -> !old.contains(decision))
                .toList();
        return changed.isEmpty() ? "Instances of the host are gone." : fitting("Now: " + list(changed, "; ") + ".");
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
