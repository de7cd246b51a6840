package org.migrationrunbooks.runbook.steps;

import java.util.Optional;
import java.util.stream.Collectors;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;

/** What a reading of a host that returns means for it. */
final class ReturnReading {

    private ReturnReading() {}

    static boolean has(Plan plan, Disposition.Kind kind) {
        return plan.dispositions().stream().anyMatch(disposition -> disposition.kind() == kind);
    }

    /** Ends the step where an instance runs on the host and elsewhere: the host has to be switched off at once. */
    static void requireSafe(Plan plan) {
        if (has(plan, Disposition.Kind.RUNS_TWICE)) {
            throw StepInput.error(StepError.RunsTwice, reasons(plan, Disposition.Kind.RUNS_TWICE));
        }
    }

    /** What keeps the host from being taken into service; empty where nothing does. */
    static Optional<String> left(Plan plan) {
        String reasons =
                (reasons(plan, Disposition.Kind.LEFTOVER) + " " + reasons(plan, Disposition.Kind.UNCLEAR)).strip();
        return reasons.isEmpty() ? Optional.empty() : Optional.of(reasons);
    }

    private static String reasons(Plan plan, Disposition.Kind kind) {
        return plan.dispositions().stream()
                .filter(disposition -> disposition.kind() == kind)
                .map(ReturnReading::line)
                .collect(Collectors.joining(" "));
    }

    private static String line(Disposition disposition) {
        String remedy = disposition.remedy();
        return "%s: %s%s"
                .formatted(disposition.instance().name(), disposition.reason(), remedy == null ? "" : " " + remedy);
    }
}
