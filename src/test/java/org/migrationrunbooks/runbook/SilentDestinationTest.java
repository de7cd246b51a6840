package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Rebuilds whose destination fails before anything was seen to start there. */
@RunbookTest
class SilentDestinationTest {

    private static final String CHECK = "Task_CheckRebuild";

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void whereNothingWasBegunAnotherDestinationIsChosenWithoutWaitingForTheSilentOne() {
        Run rebuild = rack.stuckRebuild("lost-before");
        Run run = rack.evacuation(rebuild);
        String silent = scenario.destination(rebuild);
        scenario.holdBefore(RunbookKind.INSTANCE_REBUILD, CHECK);
        try {
            scenario.goOn(rebuild, GateDecision.RETRY);
            Job check = scenario.awaitHeld(rebuild, CHECK);
            rack.isolate(silent);
            scenario.leaveOneTry(check);
        } finally {
            scenario.resume(RunbookKind.INSTANCE_REBUILD, CHECK);
        }
        awaitGate(rebuild, 2);
        assertThat(scenario.passed(rebuild)).contains("Event_RebuildRefused");
        assertThat(scenario.now(rebuild).attention()).contains("This attempt has started nothing on " + silent);
        scenario.goOn(rebuild, GateDecision.RETRY);
        awaitGate(rebuild, 3);
        assertThat(scenario.now(rebuild).attention())
                .contains(silent + " does not answer", "Nothing was begun there: choose another destination");

        scenario.goOn(rebuild, GateDecision.OTHER_DESTINATION);

        scenario.await(rebuild, RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.destination(rebuild)).isNotEqualTo(silent);
        scenario.approve(rebuild);
        scenario.awaitEnding(run, Ending.EVACUATED);
        rack.assertRebuilt(rebuild);
        assertThat(scenario.passed(rebuild)).doesNotContain("Task_DiscardRebuilt");
    }

    @Test
    void aDestinationThatWasEvacuatedItselfIsLeftForAnotherOneAlthoughItWasAskedToStartTheInstance() {
        Run run = rack.planned("lost-after");
        rack.loseNextTask("lost-after-web");
        rack.approve(run);
        Run rebuild = rack.rebuild(run, "lost-after-web");
        String frail = scenario.destination(rebuild);
        scenario.eventually("its start is on its way")
                .until(() -> rack.events("TASK_QUEUED", frail, "lost-after-web") == 1);
        rack.crash(frail);
        awaitGate(rebuild, 1);
        assertThat(scenario.now(rebuild).attention()).contains("not known");
        scenario.goOn(rebuild, GateDecision.OTHER_DESTINATION);
        awaitGate(rebuild, 2);
        assertThat(scenario.now(rebuild).attention()).contains("may have begun to start there", "or evacuate it");

        scenario.awaitEnding(rack.approvedWhenAsked(frail), Ending.EVACUATED);
        scenario.goOn(rebuild, GateDecision.OTHER_DESTINATION);

        scenario.await(rebuild, RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.destination(rebuild)).isNotEqualTo(frail);
        scenario.approve(rebuild);
        scenario.awaitEnding(run, Ending.EVACUATED);
        rack.assertRebuilt(rebuild);
        assertThat(rack.epochs("lost-after-web", "TASK_QUEUED", "REBUILD_STARTED"))
                .as("what may come late at the one host is not what runs at the other")
                .doesNotHaveDuplicates();
    }

    private void awaitGate(Run run, int times) {
        scenario.awaitPassed(run, "Task_DecideHowToGoOn", times);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
    }
}
