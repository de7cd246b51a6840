package org.migrationrunbooks.crash;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Many trials at once. */
final class Trials {

    private Trials() {}

    /** Lets the runs of the trials come to their points, at which they are held; or to their ends, where they do not come by. */
    static void hold(Node node, Course course, List<Trial> trials) {
        Crew crew = new Crew(course);
        crew.prepare(node, lanes(trials));
        trials.forEach(
                trial -> node.ask("arm", trial.lane().toString(), trial.point().name()));
        crew.bringToThePoint(node, trials);
    }

    /** Goes on at another node until all runs have ended, and judges them. */
    static List<Verdict> finish(Node node, Course course, List<Trial> trials, Survey survey) {
        Crew crew = new Crew(course);
        crew.askAgain(node, lanes(trials));
        crew.finish(node, lanes(trials));
        Map<Lane, LaneReport> reports = Crew.reports(node, lanes(trials));
        return trials.stream()
                .map(trial -> Verdict.of(trial, Objects.requireNonNull(reports.get(trial.lane())), survey))
                .toList();
    }

    static List<Lane> lanes(List<Trial> trials) {
        return trials.stream().map(Trial::lane).toList();
    }
}
