package org.migrationrunbooks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The only process is killed ({@code kill -9}) while runs are held at every point that a run comes by; the next process brings them to
 * the end that they would have had.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledNodeIT {

    private final List<String> table = new ArrayList<>();
    private final List<Survey> surveys = new ArrayList<>();

    @AfterAll
    void print() {
        table.forEach(System.out::println);
    }

    /** So that a call that is added to a port does not stay without a point. */
    @AfterAll
    void everyCallThatChangesSomethingWasAPoint() {
        if (surveys.size() == Course.values().length) {
            assertThat(WatchedPorts.changingCalls()).allSatisfy(call -> assertThat(surveys)
                    .as("a point at %s", call)
                    .anyMatch(survey -> survey.points().stream().anyMatch(point -> point.isOf(call))));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aProcessDiesWithRunsAtEveryPoint(Course course) {
        try (Site site = Site.onH2(Map.of(course, course.lanes()))) {
            Node node = site.node();
            Survey survey = Survey.of(course, site, node);
            List<StopPoint> points = new ArrayList<>(surveys.stream()
                    .filter(earlier -> earlier.course().kind() == course.kind())
                    .findFirst()
                    .map(survey::beyond)
                    .orElse(survey.points()));
            surveys.add(survey);
            List<Verdict> verdicts = new ArrayList<>();
            for (int round = 1; round <= 3 && !points.isEmpty(); round++) {
                List<Trial> trials = points.stream()
                        .map(point -> new Trial(course, point, site.lane(course)))
                        .toList();
                Node victim = node;
                Trials.hold(victim, course, trials);
                Set<StopPoint> held = trials.stream()
                        .filter(trial -> victim.holds(trial.lane(), trial.point()))
                        .map(Trial::point)
                        .collect(Collectors.toSet());

                node = site.replace(victim);

                Trials.finish(node, course, trials, survey).stream()
                        .filter(verdict -> held.contains(verdict.trial().point()) || !verdict.well())
                        .forEach(verdicts::add);
                points.removeAll(held);
            }
            verdicts.forEach(verdict -> table.add(verdict.line("killed on H2")));
            table.add("%s: killed at %d of %d points, those before it takes a way of its own left out; rare: %s"
                    .formatted(course, verdicts.size(), survey.points().size(), survey.rare()));
            assertThat(points).as("points that were not come by again").isEmpty();
            assertThat(verdicts)
                    .filteredOn(verdict -> !verdict.well())
                    .as("runs that did not end as they have to")
                    .isEmpty();
            assertThat(Crew.auditVerdict(node)).isEqualTo(LaneReader.INTACT);
        }
    }
}
