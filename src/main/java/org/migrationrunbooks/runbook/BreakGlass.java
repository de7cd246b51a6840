package org.migrationrunbooks.runbook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.migrationrunbooks.approval.Approvals;
import org.migrationrunbooks.approval.BreakGlassProperties;
import org.migrationrunbooks.fleet.PlanHash;
import org.springframework.stereotype.Component;

/** Whether a lone person may go ahead without the approval of others, and that they did. */
@Component
class BreakGlass {

    private final BreakGlassProperties properties;
    private final Approvals approvals;
    private final RunStore runs;
    private final Clock clock;

    BreakGlass(BreakGlassProperties properties, Approvals approvals, RunStore runs, Clock clock) {
        this.properties = properties;
        this.approvals = approvals;
        this.runs = runs;
        this.clock = clock;
    }

    /** What is against it before the plan is looked at. */
    Optional<Problem> against(Run run, String person) {
        String state = Problem.unchanged(run);
        if (!properties.enabled()) {
            return Optional.of(Problem.of(
                    ProblemCode.BREAK_GLASS_OFF,
                    "Nobody may go ahead without the approval of others here.",
                    state,
                    "Ask an approver; runbooks.break-glass.enabled says whether it is possible at all."));
        }
        Instant due = clock.instant().minus(properties.reviewWithin());
        return runs.unreviewedBreakGlass(person, due)
                ? Optional.of(Problem.of(
                        ProblemCode.BREAK_GLASS_UNREVIEWED,
                        "You went ahead without the approval of others more than %s ago, and no auditor has looked at that run since."
                                .formatted(words(properties.reviewWithin())),
                        state,
                        "Ask an auditor to sign that run off, or an approver to approve this one."))
                : Optional.empty();
    }

    private static String words(Duration duration) {
        return duration.compareTo(Duration.ofDays(2)) < 0
                ? "%d hours".formatted(duration.toHours())
                : "%d days".formatted(duration.toDays());
    }

    /** Puts it on record in the caller's transaction. */
    void breakGlass(Run run, PlanHash seen, String person, String reason) {
        approvals.breakGlass(run.id(), seen, person, reason);
        runs.breakGlass(run.id(), person);
    }
}
