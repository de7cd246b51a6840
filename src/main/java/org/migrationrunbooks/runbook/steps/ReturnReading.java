package org.migrationrunbooks.runbook.steps;

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

    static String reasons(Plan plan, Disposition.Kind kind) {
        return plan.dispositions().stream()
                .filter(disposition -> disposition.kind() == kind)
                .map(disposition -> "%s: %s".formatted(disposition.instance().name(), disposition.reason()))
                .collect(Collectors.joining(" "));
    }
}
