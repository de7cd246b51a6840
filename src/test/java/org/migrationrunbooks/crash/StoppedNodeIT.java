package org.migrationrunbooks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two processes on one PostgreSQL. One is stopped ({@code SIGSTOP}) with runs held at every point that a run comes by, for longer than
 * its leases, as a virtual machine is that is being moved or swapped out; or it is killed. The other brings the runs to the end that
 * they would have had. The first then goes on where it was, and may not change anything any more.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoppedNodeIT {

    private final List<String> table = new ArrayList<>();

    @AfterAll
    void print() {
        table.forEach(System.out::println);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"COLD", "RETURN"})
    void theOtherNodeTakesOverAndTheFirstIsTooLate(Course course) {
        try (Site site = Site.onPostgres(lanes(course))) {
            Node first = site.node();
            Survey survey = Survey.of(course, site, first);
            List<Trial> trials = survey.trials(site);
            Trials.hold(first, course, trials);
            Node other = site.another(first);

            first.stop();
            site.letLeasesRunOut();

            List<Verdict> verdicts = Trials.finish(other, course, trials, survey);
            Map<Lane, LaneReport> before = Crew.reports(other, Trials.lanes(trials));
            first.go();
            first.ask("release", "");
            letThingsHappen(site, first);
            assertThat(Crew.reports(other, Trials.lanes(trials)))
                    .as("what the first node has left as it was")
                    .isEqualTo(before);
            judge("stopped, PostgreSQL", first, survey, verdicts, other);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"LIVE", "EVACUATION"})
    void theOtherNodeTakesOverFromOneThatIsKilled(Course course) {
        try (Site site = Site.onPostgres(lanes(course))) {
            Node first = site.node();
            Survey survey = Survey.of(course, site, first);
            List<Trial> trials = survey.trials(site);
            Trials.hold(first, course, trials);
            Node other = site.another(first);

            first.kill();
            site.letLeasesRunOut();

            judge("killed, PostgreSQL", first, survey, Trials.finish(other, course, trials, survey), other);
        }
    }

    private static Map<Course, Integer> lanes(Course course) {
        Map<Course, Integer> lanes = new EnumMap<>(Course.class);
        lanes.put(Course.LIVE, 1);
        lanes.put(course, course.lanes());
        return lanes;
    }

    /** A whole run at this node: whatever else it does has then been done. */
    private static void letThingsHappen(Site site, Node node) {
        Lane lane = site.lane(Course.LIVE);
        new Crew(Course.LIVE).finish(node, List.of(lane));
    }

    private void judge(String how, Node first, Survey survey, List<Verdict> verdicts, Node other) {
        List<StopPoint> missed = verdicts.stream()
                .map(Verdict::trial)
                .filter(trial -> !first.holds(trial.lane(), trial.point()))
                .map(Trial::point)
                .toList();
        verdicts.forEach(verdict -> table.add(verdict.line(how)));
        table.add("%s %s: %d points, not come by again: %s"
                .formatted(how, survey.course(), survey.points().size(), missed));
        assertThat(verdicts)
                .filteredOn(verdict -> !verdict.well())
                .as("runs that did not end as they have to")
                .isEmpty();
        assertThat(missed)
                .as("points that were not come by again")
                .hasSizeLessThan(survey.points().size() / 20 + 1);
        assertThat(Crew.auditVerdict(other)).isEqualTo(LaneReader.INTACT);
    }
}
