package org.migrationrunbooks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A few of the points of {@link KilledNodeIT}, those at which most is at stake, for every build. */
class KilledNodeTest {

    private static final Map<Course, List<StopPoint>> POINTS = new EnumMap<>(Map.of(
            Course.LIVE,
            points(
                    "commit:CLAIM_TAKEN+RUNBOOK_REQUESTED:after",
                    "commit:OPERATION_INTENDED:after",
                    "call:Hypervisor.start:during-1",
                    "call:Hypervisor.start:after=Accepted",
                    "call:Hypervisor.status:after=Ended"),
            Course.COLD,
            points(
                    "call:InstanceTasks.begin-relocate:after=Accepted",
                    "call:InstanceTasks.begin-boot:during-1",
                    "call:InstanceTasks.begin-release-source:during-1"),
            Course.EVACUATION,
            points(
                    "call:FencingDevice.off:during-1",
                    "call:FencingDevice.off:after=answered",
                    "call:InstanceTasks.begin-rebuild:during-1",
                    "call:InstanceTasks.begin-rebuild:after=Accepted")));

    private static List<StopPoint> points(String... names) {
        return List.of(names).stream().map(StopPoint::new).toList();
    }

    @Test
    void aProcessIsKilledInTheMiddleOfRunsAndTheNextBringsThemToTheirEnds() {
        Map<Course, Integer> lanes = new EnumMap<>(Course.class);
        POINTS.forEach((course, points) -> lanes.put(course, points.size() + Survey.RUNS));
        try (Site site = Site.onH2(lanes)) {
            Node victim = site.node();
            Map<Course, Survey> surveys = new EnumMap<>(Course.class);
            Map<Course, List<Trial>> trials = new EnumMap<>(Course.class);
            POINTS.forEach((course, points) -> {
                surveys.put(course, Survey.of(course, site, victim));
                trials.put(
                        course,
                        points.stream()
                                .map(point -> new Trial(course, point, site.lane(course)))
                                .toList());
            });
            trials.forEach((course, of) -> Trials.hold(victim, course, of));
            List<Verdict> verdicts = new ArrayList<>();

            Node next = site.replace(victim);

            surveys.forEach((course, survey) ->
                    verdicts.addAll(Trials.finish(next, course, trials.getOrDefault(course, List.of()), survey)));
            verdicts.forEach(verdict -> System.out.println(verdict.line("killed on H2")));
            assertThat(verdicts)
                    .filteredOn(verdict -> !verdict.well())
                    .as("runs that did not end as they have to")
                    .isEmpty();
            assertThat(verdicts)
                    .extracting(Verdict::trial)
                    .filteredOn(trial -> !victim.holds(trial.lane(), trial.point()))
                    .as("runs that did not come by their point")
                    .isEmpty();
        }
    }
}
