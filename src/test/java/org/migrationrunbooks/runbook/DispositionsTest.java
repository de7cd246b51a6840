package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Disposition.Kind;
import org.springframework.beans.factory.annotation.Autowired;

/** What becomes of instances of each kind when their host fails. */
@RunbookTest
class DispositionsTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    RunStore runs;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void everyInstanceIsDecidedAboutAndOnlyWhatIsToBeRebuiltIsStarted() {
        rack.crash("mixed");
        Run run = rack.evacuate("mixed", List.of("mixed-image"));
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        Map<String, Kind> planned = planned(run);
        assertThat(planned)
                .containsOnly(
                        Map.entry("mixed-shared", Kind.REBUILD),
                        Map.entry("mixed-image", Kind.REBUILD_FROM_IMAGE),
                        Map.entry("mixed-lost", Kind.LOST),
                        Map.entry("mixed-loss", Kind.DATA_LOSS),
                        Map.entry("mixed-private", Kind.EXCLUDED),
                        Map.entry("mixed-huge", Kind.NO_ROOM),
                        Map.entry("mixed-off", Kind.STAYS_OFF));

        rack.approve(run);

        scenario.awaitEnding(run, Ending.EVACUATED);
        assertThat(runs.childrenOf(run.id()))
                .extracting(child -> child.instance().name())
                .containsExactlyInAnyOrder("mixed-shared", "mixed-image");
        planned.forEach((instance, kind) -> {
            assertThat(rack.effects(instance, "REBUILD_STARTED"))
                    .as("%s, which is %s", instance, kind)
                    .isEqualTo(kind.rebuilds() ? 1 : 0);
            assertThat(rack.runningOn(instance)).hasSize(kind.rebuilds() ? 1 : 0);
        });
    }

    private Map<String, Kind> planned(Run run) {
        var plan = scenario.now(run).plan();
        assertThat(plan).isNotNull();
        return plan.dispositions().stream()
                .collect(Collectors.toMap(disposition -> disposition.instance().name(), Disposition::kind));
    }
}
