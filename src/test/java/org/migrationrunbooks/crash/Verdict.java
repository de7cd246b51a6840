package org.migrationrunbooks.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What became of a run whose process was killed or stopped at a point.
 *
 * @param wrong what is not as it has to be; empty where all is well
 */
record Verdict(Trial trial, LaneReport report, int moreDecisions, List<String> wrong) {

    /** Effects that an attempt which nobody can vouch for leaves behind, without any consequence. */
    private static final Set<String> HARMLESS = Set.of("MARK_WRITTEN", "EPOCH_WITHDRAWN");

    static Verdict of(Trial trial, LaneReport report, Survey survey) {
        LaneReport expected = survey.report();
        List<String> wrong = new ArrayList<>();
        if (report.broken() > 0) {
            wrong.add("the instance was about to live twice");
        }
        differs(wrong, "held", 0L, report.held());
        differs(wrong, "operations without an end", List.of(), report.open());
        differs(wrong, "attempts without an outcome in the audit", 0L, report.unaudited());
        if (endedOtherwise(trial.course(), report)) {
            differs(wrong, "runs", 1, report.runs().size());
            differs(wrong, "places", 1, report.places().size());
            report.places().stream()
                    .filter(place -> !place.endsWith(" running"))
                    .forEach(place -> wrong.add("at its end " + place));
        } else {
            differs(wrong, "runs", expected.runs(), report.runs());
            differs(wrong, "places", expected.places(), report.places());
            differs(wrong, "power of the source", expected.power(), report.power());
            differs(wrong, "standing of the source", expected.standing(), report.standing());
            differs(wrong, "effects", counted(expected), counted(report));
        }
        return new Verdict(trial, report, (int) (report.decisions() - expected.decisions()), wrong);
    }

    /** Whether it ended in a way that this course does not always have, and that is well too. */
    private static boolean endedOtherwise(Course course, LaneReport report) {
        return course.cancelled()
                || (course.mayMigrate()
                        && report.runs().equals(List.of(course.kind().key() + " migrated")));
    }

    private static List<String> counted(LaneReport report) {
        return report.effects().stream()
                .filter(effect -> !HARMLESS.contains(effect))
                .sorted()
                .toList();
    }

    private static void differs(List<String> wrong, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            wrong.add("%s: %s, not %s".formatted(what, found, expected));
        }
    }

    boolean well() {
        return wrong.isEmpty();
    }

    /** One line of the table. */
    String line(String how) {
        String words = moreDecisions > 0
                ? "well, after a person decided %d times more".formatted(moreDecisions)
                : "well, by itself";
        return "%-20s %-20s %-90s %s".formatted(how, trial.course(), trial.point(), well() ? words : "WRONG " + wrong);
    }
}
