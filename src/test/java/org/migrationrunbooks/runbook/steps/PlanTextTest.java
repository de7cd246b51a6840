package org.migrationrunbooks.runbook.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.planning.PlanChange;

class PlanTextTest {

    /** Of a text in a variable; a longer one fails the step that sets it. */
    private static final int KEPT_BY_THE_ENGINE = 4000;

    private static final HostId DEAD = new HostId("demo", "dead");
    private static final HostId LIVING = new HostId("demo", "living");

    @Test
    void aPlanOfManyInstancesIsToldInPartAndWhatIsNotRebuiltFirst() {
        Plan plan = evacuation(500, "x".repeat(200));

        String text = PlanText.evacuation(DEAD, plan);

        assertThat(text)
                .hasSizeLessThanOrEqualTo(KEPT_BY_THE_ENGINE)
                .startsWith(
                        "Switch dead off and quarantine it. Rebuild 500 of 501 instances. Not rebuilt: left (no-room).")
                .endsWith("has all of it.");
        assertThat(PlanText.summary(plan)).hasSizeLessThanOrEqualTo(KEPT_BY_THE_ENGINE);
        assertThat(PlanText.returning(DEAD, plan)).hasSizeLessThanOrEqualTo(KEPT_BY_THE_ENGINE);
        assertThat(PlanText.difference(evacuation(1, ""), plan)).hasSizeLessThanOrEqualTo(KEPT_BY_THE_ENGINE);
        assertThat(PlanText.changes(PlanChange.between(evacuation(1, ""), plan)))
                .hasSizeLessThanOrEqualTo(KEPT_BY_THE_ENGINE);
    }

    @Test
    void aLongListSaysHowManyAreLeftOut() {
        assertThat(PlanText.evacuation(DEAD, evacuation(45, ""))).contains("web-39 on living, and 5 more.");
        assertThat(PlanText.evacuation(DEAD, evacuation(2, "")))
                .isEqualTo("Switch dead off and quarantine it. Rebuild 2 of 3 instances. Not rebuilt: left (no-room)."
                        + " Rebuilt: web-0 on living, web-1 on living.");
    }

    private static Plan evacuation(int instances, String longName) {
        List<Disposition> dispositions = IntStream.range(0, instances)
                .mapToObj(number -> new Disposition(
                        new InstanceId("demo", "web-" + number + longName),
                        Disposition.Kind.REBUILD,
                        LIVING,
                        "There is room.",
                        null,
                        0,
                        1))
                .collect(Collectors.toCollection(ArrayList::new));
        dispositions.add(new Disposition(
                new InstanceId("demo", "left"), Disposition.Kind.NO_ROOM, null, "No room.", "Make some.", 0, null));
        return Plan.ofEvacuation("node-evacuation", DEAD, dispositions, null);
    }
}
