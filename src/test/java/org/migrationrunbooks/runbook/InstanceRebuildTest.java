package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.InstanceTask;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way of {@code instance-rebuild.bpmn}, each with what it leaves behind on the platform and in our books. */
@RunbookTest
class InstanceRebuildTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    Brake brake;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void nothingIsStartedWhileTheHostHasPowerAgain() {
        Run rebuild = rack.stuckRebuild("power-back");
        Run run = rack.evacuation(rebuild);
        rack.powerOn("power-back");

        scenario.goOn(rebuild, GateDecision.RETRY);

        awaitGate(rebuild, 2);
        assertThat(scenario.now(rebuild).attention()).contains("the power of power-back is on");
        scenario.goOn(rebuild, GateDecision.RETRY);
        awaitGate(rebuild, 3);
        assertThat(rack.effects("power-back-web", "REBUILD_STARTED")).isZero();
        rack.powerOff("power-back");
        scenario.goOn(rebuild, GateDecision.RETRY);
        scenario.awaitEnding(run, Ending.EVACUATED);
        rack.assertRebuilt(rebuild);
    }

    @Test
    void anEvacuationEndsThoughItsHostHasPowerAgain() {
        Run rebuild = rack.stuckRebuild("ignored-wish");
        Run run = rack.evacuation(rebuild);
        rack.powerOn("ignored-wish");
        scenario.goOn(rebuild, GateDecision.RETRY);
        awaitGate(rebuild, 2);
        scenario.goOn(rebuild, GateDecision.GIVE_UP);
        scenario.awaitEnding(rebuild, Ending.NOT_REBUILT);
        Run ended = scenario.awaitEnding(run, Ending.EVACUATED_IN_PART);
        assertThat(ended.endingDetail()).contains("ignored-wish-web: not-rebuilt");
        assertThat(rack.quarantined("ignored-wish")).isTrue();
    }

    @Test
    void aDestinationThatTakesNothingAnyMoreIsReplacedByAnApprovedOne() {
        Run rebuild = rack.stuckRebuild("refused");
        Run run = rack.evacuation(rebuild);
        String first = scenario.destination(rebuild);
        rack.fault(Fault.Kind.STORAGE_UNREACHABLE, first);
        scenario.goOn(rebuild, GateDecision.RETRY);
        awaitGate(rebuild, 2);
        assertThat(scenario.passed(rebuild)).contains("Event_RebuildRefused");
        assertThat(scenario.now(rebuild).attention()).contains("does not reach volume", "nothing was started");
        rack.faults().clear();
        scenario.fire(rebuild, "Event_DecisionOverdue");
        scenario.awaitPassed(rebuild, "Event_DecisionEscalated", 1);

        askForOther(rebuild);
        String second = scenario.destination(rebuild);
        assertThat(second).isNotEqualTo(first);
        scenario.fire(rebuild, "Event_ApprovalOverdue");
        scenario.awaitPassed(rebuild, "Event_DecisionEscalated", 2);
        assertRefused(scenario.decide(rebuild, "operator", Decision.APPROVE), ProblemCode.OWN_REQUEST);
        assertThat(scenario.decide(rebuild, "approver", Decision.REJECT)).isEmpty();
        awaitGate(rebuild, 3);
        assertThat(scenario.now(rebuild).attention()).contains("not approved");

        scenario.goOn(rebuild, GateDecision.RETRY);
        awaitGate(rebuild, 4);
        assertThat(scenario.now(rebuild).attention()).contains("Nobody but the requester has approved", second);
        askForOther(rebuild);
        String third = scenario.destination(rebuild);
        assertThat(third).isNotIn(first, second);
        scenario.approve(rebuild);

        scenario.awaitEnding(rebuild, Ending.REBUILT);
        scenario.awaitEnding(run, Ending.EVACUATED);
        assertThat(rack.runningOn("refused-web")).containsExactly(third);
        assertThat(rack.effects("refused-web", "REBUILD_STARTED")).isEqualTo(1);
    }

    @Test
    void whereNoOtherHostTakesItAPersonIsAskedAgain() {
        Run rebuild = rack.stuckRebuild("other-place");
        Run run = rack.evacuation(rebuild);
        rack.loseStorageEverywhere();
        scenario.goOn(rebuild, GateDecision.OTHER_DESTINATION);
        awaitGate(rebuild, 2);
        assertThat(scenario.passed(rebuild)).contains("Event_NoDestination");
        assertThat(scenario.now(rebuild).attention()).contains("No other host takes the instance");
        rack.faults().clear();

        scenario.goOn(rebuild, GateDecision.RETRY);

        scenario.awaitEnding(run, Ending.EVACUATED);
        rack.assertRebuilt(rebuild);
    }

    @Test
    void aRebuildThatWaitsForAnotherDestinationCanBeCancelled() {
        Run rebuild = rack.stuckRebuild("called-off");
        Run run = rack.evacuation(rebuild);
        askForOther(rebuild);

        scenario.cancel(rebuild);

        scenario.awaitEnding(rebuild, Ending.REBUILD_CANCELLED);
        assertThat(scenario.awaitEnding(run, Ending.EVACUATED_IN_PART).endingDetail())
                .contains("called-off-web: rebuild-cancelled");
        assertThat(rack.effects("called-off-web", "REBUILD_STARTED")).isZero();
        scenario.assertNothingHeld(rebuild);
    }

    @Test
    void whatIsCancelledAfterTheHostWasSwitchedOffIsNotRebuilt() {
        Run rebuild = rack.stuckRebuild("stopped-midway");
        Run run = rack.evacuation(rebuild);
        brake.set(true, "operator2", "the test cancels before the rebuild begins");
        scenario.goOn(rebuild, GateDecision.RETRY);
        rack.awaitHeldBack(rebuild);

        scenario.cancel(run);
        scenario.awaitPassed(rebuild, "Event_RebuildStopped", 1);
        brake.set(false, "operator2", "it has");

        scenario.awaitEnding(rebuild, Ending.REBUILD_CANCELLED);
        scenario.awaitEnding(run, Ending.EVACUATED_IN_PART);
        assertThat(rack.effects("stopped-midway-web", "REBUILD_STARTED")).isZero();
        assertThat(rack.quarantined("stopped-midway")).isTrue();
    }

    @Test
    void anInstanceWhoseGuestDoesNotAnswerIsAcceptedAndNeverDiscarded() {
        Run run = rack.approved("unverified");
        Run rebuild = rack.rebuild(run, "unverified-web");
        Run waiting = scenario.await(rebuild, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("does not answer at 127.0.0.1:1");
        assertThat(scenario.passed(rebuild)).contains("Event_RebuildUnverified");

        scenario.goOn(rebuild, GateDecision.GIVE_UP);
        awaitGate(rebuild, 2);
        assertThat(scenario.now(rebuild).attention()).contains("accept it, or stop it by hand");
        // What its host has left of it, once that has power again, is no second instance.
        rack.powerOn("unverified");
        scenario.goOn(rebuild, GateDecision.ACCEPT);

        scenario.awaitEnding(rebuild, Ending.REBUILT_UNVERIFIED);
        scenario.awaitEnding(run, Ending.EVACUATED);
        rack.assertRebuilt(rebuild);
        assertThat(rack.effects("unverified-web", "REBUILD_STARTED")).isEqualTo(1);
    }

    @Test
    void aDestinationThatFallsSilentIsUnknownAndIsReadAgainBeforeAnythingElse() {
        Run run = rack.approved("slow-boot");
        Run rebuild = rack.rebuild(run, "slow-boot-web");
        scenario.eventually("it boots").until(() -> rack.effects("slow-boot-web", "REBUILD_STARTED") == 1);
        rack.isolate(scenario.destination(rebuild));
        Run waiting = scenario.await(rebuild, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("not known", "claim on the instance is kept");
        assertThat(scenario.passed(rebuild)).contains("Event_RebuildUnknown");

        scenario.goOn(rebuild, GateDecision.OTHER_DESTINATION);
        awaitGate(rebuild, 2);
        assertThat(scenario.passed(rebuild)).contains("Event_WhereaboutsUnclear");
        assertThat(scenario.now(rebuild).attention()).contains("may have begun to start there", "or evacuate it");
        rack.faults().clear();
        scenario.goOn(rebuild, GateDecision.RETRY);

        scenario.awaitEnding(run, Ending.EVACUATED);
        rack.assertRebuilt(rebuild);
        assertThat(rack.effects("slow-boot-web", "REBUILD_STARTED")).isEqualTo(1);
    }

    @Test
    void anInstanceThatSomebodyStartedElsewhereIsNotStartedAgain() {
        Run rebuild = rack.stuckRebuild("elsewhere-by-hand");
        Run run = rack.evacuation(rebuild);
        rack.act(new InstanceTask.Rebuild(
                Rack.instance("elsewhere-by-hand-web"),
                Rack.host("elsewhere-by-hand"),
                Rack.host("spare-3"),
                "by-hand"));

        scenario.goOn(rebuild, GateDecision.RETRY);

        awaitGate(rebuild, 2);
        assertThat(scenario.passed(rebuild)).contains("Event_RunsElsewhere");
        scenario.goOn(rebuild, GateDecision.ACCEPT);
        awaitGate(rebuild, 3);
        assertThat(scenario.now(rebuild).attention()).contains("nothing to accept");
        scenario.goOn(rebuild, GateDecision.GIVE_UP);
        scenario.awaitEnding(rebuild, Ending.NOT_REBUILT);
        scenario.awaitEnding(run, Ending.EVACUATED_IN_PART);
        assertThat(rack.runningOn("elsewhere-by-hand-web")).containsExactly("spare-3");
    }

    @Test
    void anInstanceThatSomebodyStartedAtTheDestinationIsNotStartedThereAgain() {
        Run rebuild = rack.stuckRebuild("there-by-hand");
        Run run = rack.evacuation(rebuild);
        String destination = scenario.destination(rebuild);
        rack.act(new InstanceTask.Rebuild(
                Rack.instance("there-by-hand-web"), Rack.host("there-by-hand"), Rack.host(destination), "by-hand"));

        scenario.goOn(rebuild, GateDecision.RETRY);

        awaitGate(rebuild, 2);
        assertThat(scenario.now(rebuild).attention())
                .contains("not where it was planned for", destination + " (running)");
        scenario.goOn(rebuild, GateDecision.ACCEPT);
        scenario.awaitEnding(run, Ending.EVACUATED);
        assertThat(rack.runningOn("there-by-hand-web")).containsExactly(destination);
        assertThat(rack.effects("there-by-hand-web", "REBUILD_STARTED")).isEqualTo(1);
    }

    @Test
    void aRebuildIsNotGivenUpBeforeItIsSureThatNothingStartsThereLater() {
        Run run = rack.approved("undiscarded");
        Run rebuild = rack.rebuild(run, "undiscarded-web");
        scenario.eventually("it boots").until(() -> rack.effects("undiscarded-web", "REBUILD_STARTED") == 1);
        rack.fault(Fault.Kind.STORAGE_UNREACHABLE, scenario.destination(rebuild));
        scenario.await(rebuild, RunbookState.NEEDS_ATTENTION);
        assertThat(scenario.passed(rebuild)).contains("Event_RebuildFailed");
        rack.faults().clear();
        rack.loseNextTask("undiscarded-web");

        scenario.goOn(rebuild, GateDecision.GIVE_UP);
        awaitGate(rebuild, 2);
        assertThat(scenario.passed(rebuild)).contains("Event_DiscardFailed");

        brake.set(true, "operator2", "the test isolates the destination meanwhile");
        scenario.goOn(rebuild, GateDecision.GIVE_UP);
        rack.awaitHeldBack(rebuild);
        rack.isolate(scenario.destination(rebuild));
        brake.set(false, "operator2", "it is isolated");
        awaitGate(rebuild, 3);
        assertThat(scenario.passed(rebuild)).contains("Event_DiscardUnknown");
        rack.faults().clear();

        scenario.goOn(rebuild, GateDecision.GIVE_UP);
        scenario.awaitEnding(rebuild, Ending.NOT_REBUILT);
        scenario.awaitEnding(run, Ending.EVACUATED_IN_PART);
        assertThat(rack.effects("undiscarded-web")).contains("EPOCH_WITHDRAWN", "COPY_DISCARDED");
        assertThat(rack.runningOn("undiscarded-web")).isEmpty();
    }

    private void askForOther(Run rebuild) {
        scenario.goOn(rebuild, GateDecision.OTHER_DESTINATION);
        scenario.await(rebuild, RunbookState.AWAITING_APPROVAL);
    }

    private void awaitGate(Run run, int times) {
        scenario.awaitPassed(run, "Task_DecideHowToGoOn", times);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
    }

    private static void assertRefused(Optional<Problem> answer, ProblemCode code) {
        assertThat(answer).get().extracting(Problem::code).isEqualTo(code);
    }
}
