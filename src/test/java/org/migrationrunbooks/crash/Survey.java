package org.migrationrunbooks.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a course is like when nothing happens to the process.
 *
 * @param points at which a process can be held, in the order in which a run comes by
 * @param rare those by which only some of the runs came
 * @param report what is true in the end
 */
record Survey(Course course, List<StopPoint> points, Set<StopPoint> rare, LaneReport report) {

    /** How often a course is run undisturbed, to tell the points by which every run comes. */
    static final int RUNS = 3;

    /** Lets the course be run undisturbed. */
    static Survey of(Course course, Site site, Node node) {
        List<Lane> lanes = Stream.generate(() -> site.lane(course)).limit(RUNS).toList();
        Crew crew = new Crew(course);
        crew.prepare(node, lanes);
        lanes.forEach(lane -> node.ask("survey", lane.toString()));
        crew.finish(node, lanes);
        Map<Lane, LaneReport> reports = Crew.reports(node, lanes);
        List<List<StopPoint>> passed =
                lanes.stream().map(lane -> Crew.passed(node, lane)).toList();
        List<StopPoint> always = new ArrayList<>(passed.get(0));
        passed.forEach(always::retainAll);
        Set<StopPoint> rare = passed.stream()
                .flatMap(List::stream)
                .filter(point -> !always.contains(point))
                .collect(Collectors.toSet());
        return new Survey(course, always, rare, Objects.requireNonNull(reports.get(lanes.get(0))));
    }

    /** The points from where this course leaves the way of another one; until then the runs of both cannot be told apart. */
    List<StopPoint> beyond(Survey other) {
        int common = 0;
        while (common < Math.min(points.size(), other.points().size())
                && points.get(common).equals(other.points().get(common))) {
            common++;
        }
        return points.subList(common, points.size());
    }

    /** A run for every point, each in a lane of its own. */
    List<Trial> trials(Site site) {
        return points.stream()
                .map(point -> new Trial(course, point, site.lane(course)))
                .toList();
    }
}
