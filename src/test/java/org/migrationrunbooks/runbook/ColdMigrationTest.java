package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.TaskStanding;
import org.springframework.beans.factory.annotation.Autowired;

/** Every path of {@code cold-migration.bpmn}, each with what it leaves behind on the platform and in our books. */
@RunbookTest
class ColdMigrationTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Brake brake;

    @Autowired
    RuntimeService runtime;

    @AfterEach
    void leaveTheFleetWell() {
        scenario.faults().clear();
    }

    @Test
    void aRunningInstanceIsStoppedMovedWithItsDiskAndStarted() {
        Run run = scenario.startCold("cold-approved");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.now(run).approvalReason()).contains("off for as long as it takes");
        scenario.approve(run);

        scenario.awaitEnding(run, Ending.MIGRATED);

        assertOnlyAt("cold-approved", scenario.destination(run), InstanceState.RUNNING);
        assertThat(scenario.effects("cold-approved", "RELOCATION_COMPLETED")).isEqualTo(1);
        assertThat(scenario.effects("cold-approved", "BOOT_STARTED")).isEqualTo(1);
        assertThat(scenario.effects("cold-approved", "SOURCE_RELEASED")).isEqualTo(1);
        assertThat(scenario.details(run).operations())
                .extracting(RunDetails.OperationView::task)
                .containsExactly("stop", "relocate", "boot", "release-source");
        assertThat(scenario.details(run).measured())
                .get()
                .extracting(OperationOutcome.Completed::downtime)
                .isNotNull();
        scenario.assertNothingHeld(run);
    }

    @Test
    void aStoppedInstanceMovesAndStaysStopped() {
        Run run = scenario.startCold("cold-off");
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertOnlyAt("cold-off", scenario.destination(run), InstanceState.STOPPED);
        assertThat(scenario.effects("cold-off", "BOOT_STARTED")).isZero();
        assertThat(scenario.passed(run)).doesNotContain("Task_ApprovePlan", "Task_BootInstance");
    }

    @Test
    void aRejectedPlanIsNotCarriedOut() {
        Run run = scenario.startCold("cold-rejected");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.decide(run, "approver", Decision.REJECT)).isEmpty();
        scenario.awaitEnding(run, Ending.REJECTED);
        assertUntouched(run, "cold-rejected");
    }

    @Test
    void anApprovalThatNobodyGivesIsEscalatedAndAtLastTimesOut() {
        Run run = scenario.startCold("cold-timed-out");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        scenario.fire(run, "Event_ApprovalOverdue");
        scenario.awaitPassed(run, "Event_ApprovalEscalated", 1);
        scenario.fire(run, "Event_ApprovalTimeOut");
        scenario.awaitEnding(run, Ending.APPROVAL_TIMED_OUT);
        assertUntouched(run, "cold-timed-out");
    }

    @Test
    void aRunThatWaitsForItsApprovalCanBeCancelled() {
        Run run = scenario.startCold("cold-cancelled-waiting");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
        assertUntouched(run, "cold-cancelled-waiting");
    }

    @Test
    void aRunThatIsStillPlannedCanBeCancelled() {
        scenario.faults().inject(new Fault(Fault.Kind.SLOW_ANSWERS, null, null, null, Duration.ofMillis(700)));
        Run run = scenario.startCold("cold-planned");
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
        assertThat(scenario.passed(run)).contains("Event_CancelledInPlanning");
        scenario.faults().clear();
        assertUntouched(run, "cold-planned");
    }

    @Test
    void aPlanThatNoLongerHoldsIsPlannedAndAskedAgain() {
        Run run = scenario.startCold("cold-drifted");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        PlanHash first = scenario.hash(run);
        String destination = scenario.destination(run);
        scenario.fault(Fault.Kind.STORAGE_UNREACHABLE, destination, null, null);

        scenario.approve(run);

        scenario.eventually("asked again")
                .until(() -> scenario.now(run).state() == RunbookState.AWAITING_APPROVAL
                        && !scenario.hash(run).equals(first));
        scenario.approve(run);
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.destination(run)).isNotEqualTo(destination);
    }

    @Test
    void aMigrationThatBecameImpossibleIsRefusedAndLeavesNothing() {
        Run run = scenario.startCold("cold-impossible");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        scenario.fault(Fault.Kind.STORAGE_UNREACHABLE, "node-b", null, null);
        scenario.fault(Fault.Kind.STORAGE_UNREACHABLE, "node-c", null, null);
        scenario.approve(run);
        Run ended = scenario.awaitEnding(run, Ending.REFUSED);
        assertThat(ended.endingDetail()).contains("No host takes the instance");
        scenario.faults().clear();
        assertUntouched(run, "cold-impossible");
    }

    @Test
    void aGuestThatDoesNotShutDownIsLeftRunningUntilAnApproverAllowsAHardStop() {
        Run run = approved(scenario.startCold("cold-deaf"));
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("did not shut down", "running on node-a");
        scenario.fire(run, "Event_DecisionOverdue");
        scenario.awaitPassed(run, "Event_DecisionEscalated", 1);

        scenario.goOn(run, GateDecision.HARD_STOP);
        scenario.eventually("asked").until(() -> scenario.now(run).asked() == PlanException.HARD_STOP);
        scenario.fire(run, "Event_HardStopOverdue");
        scenario.awaitPassed(run, "Event_DecisionEscalated", 2);
        assertThat(scenario.decideAsked(run, PlanException.HARD_STOP, "operator", Decision.APPROVE))
                .get()
                .extracting(Problem::code)
                .isEqualTo(ProblemCode.OWN_REQUEST);
        assertThat(scenario.decide(run, "approver", Decision.APPROVE))
                .as("an approval of the plan itself, which was given before")
                .isPresent();
        assertThat(scenario.runsOn("cold-deaf")).isEqualTo("node-a");
        assertThat(scenario.decideAsked(run, PlanException.HARD_STOP, "approver", Decision.APPROVE))
                .isEmpty();

        scenario.awaitEnding(run, Ending.MIGRATED);
        assertOnlyAt("cold-deaf", scenario.destination(run), InstanceState.RUNNING);
    }

    @Test
    void aHardStopThatIsNotAllowedLeavesTheInstanceRunning() {
        Run run = approved(scenario.startCold("cold-deaf-2"));
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        scenario.goOn(run, GateDecision.HARD_STOP);
        assertThat(scenario.decideAsked(run, PlanException.HARD_STOP, "approver", Decision.REJECT))
                .isEmpty();
        Run asked = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(asked.attention()).contains("did not allow");
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.GIVEN_UP);
        assertUntouched(run, "cold-deaf-2");
    }

    @Test
    void aRunThatWaitsForAHardStopCanBeCancelled() {
        Run run = approved(scenario.startCold("cold-deaf-3"));
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        scenario.goOn(run, GateDecision.HARD_STOP);
        scenario.eventually("asked").until(() -> scenario.now(run).asked() == PlanException.HARD_STOP);
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
        assertUntouched(run, "cold-deaf-3");
    }

    @Test
    void aCancelledRunDoesNotWaitForEverForAGuestThatNeverShutsDown() {
        Run run = approved(scenario.startCold("cold-deaf-4"));
        scenario.eventually("asked to shut down").until(() -> scenario.details(run).operations().stream()
                .anyMatch(operation -> operation.acceptedAt() != null));
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
        assertUntouched(run, "cold-deaf-4");
    }

    @Test
    void aHardStopInThePlanIsDoneWhenTheGuestDoesNotShutDown() {
        Run run = scenario.startColdHard("cold-hard");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        Plan plan = scenario.now(run).plan();
        assertThat(plan).isNotNull();
        assertThat(plan.permissions()).containsExactly("hard-stop");
        scenario.approve(run);
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.passed(run)).contains("Event_ShutdownFailed", "Task_SwitchOffInstance");
    }

    @Test
    void aCopyThatBrokeIsGoneOnWith() {
        scenario.fault(Fault.Kind.TRANSFER_FAILS, null, "cold-failing", 0.5);
        Run run = approved(scenario.startCold("cold-failing"));
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("stopped on");
        assertThat(scenario.passed(run)).contains("Event_MoveFailed");

        scenario.goOn(run, GateDecision.RETRY);

        scenario.awaitEnding(run, Ending.MIGRATED);
        assertOnlyAt("cold-failing", scenario.destination(run), InstanceState.RUNNING);
        assertThat(scenario.effects("cold-failing", "RELOCATION_RESUMED")).isEqualTo(1);
    }

    @Test
    void aMoveThatIsCancelledIsUndoneWithoutLoss() {
        Run run = approved(scenario.startColdSlowly("cold-cancelled-moving"));
        scenario.awaitTransferring(run);
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
        assertThat(scenario.passed(run)).contains("Event_MoveCancelled").doesNotContain("Task_AcceptLoss");
        assertOnlyAt("cold-cancelled-moving", "node-a", InstanceState.RUNNING);
        scenario.assertNothingHeld(run);
    }

    @Test
    void aSilentDestinationIsUnknownAndIsReadAgainBeforeAnythingElse() {
        Run run = approved(scenario.startColdSlowly("cold-silent"));
        scenario.awaitTransferring(run);
        scenario.fault(Fault.Kind.HOST_ISOLATED, scenario.destination(run), null, null);
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("The claim on the instance is kept");
        assertThat(scenario.passed(run)).contains("Event_MoveUnknown");

        scenario.goOn(run, GateDecision.RETRY);
        scenario.awaitPassed(run, "Event_WhereaboutsUnclear", 1);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        scenario.faults().clear();
        scenario.goOn(run, GateDecision.RETRY);

        scenario.awaitEnding(run, Ending.MIGRATED);
        assertOnlyAt("cold-silent", scenario.destination(run), InstanceState.RUNNING);
    }

    @Test
    void aSourceThatCannotBeReleasedSinceTheDestinationIsSilentIsForAPerson() {
        Run run = approved(scenario.startCold("cold-unreleased"));
        scenario.eventually("it boots").until(() -> scenario.effects("cold-unreleased", "BOOT_STARTED") == 1);
        brake.set(true, "operator2", "the test isolates the destination before the source is released");
        scenario.eventually("it waits for the brake")
                .until(() -> String.valueOf(scenario.now(run).attention()).startsWith("Waits for the brake."));
        scenario.fault(Fault.Kind.HOST_ISOLATED, scenario.destination(run), null, null);
        brake.set(false, "operator2", "it is isolated");

        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);

        assertThat(waiting.attention()).contains("release source", "the platform is silent");
        assertThat(scenario.effects("cold-unreleased", "SOURCE_RELEASED")).isZero();
        scenario.faults().clear();
        scenario.goOn(run, GateDecision.RETRY);
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertOnlyAt("cold-unreleased", scenario.destination(run), InstanceState.RUNNING);
        assertThat(scenario.effects("cold-unreleased", "BOOT_STARTED")).isEqualTo(1);
    }

    @Test
    void anInstanceWhoseGuestDoesNotAnswerCanBeAccepted() {
        Run run = approved(scenario.startCold("cold-guest"));
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("does not answer at 127.0.0.1:1", "source still has everything");
        assertThat(scenario.passed(run)).contains("Event_MoveUnverified");
        scenario.goOn(run, GateDecision.ACCEPT);
        scenario.awaitEnding(run, Ending.MIGRATED_UNVERIFIED);
        assertOnlyAt("cold-guest", scenario.destination(run), InstanceState.RUNNING);
        assertThat(scenario.effects("cold-guest", "BOOT_STARTED")).isEqualTo(1);
    }

    @Test
    void theWayBackAfterTheStartAtTheDestinationNeedsAnApprovalThatNamesTheLoss() {
        Run run = approved(scenario.startCold("cold-lost"));
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        String destination = scenario.destination(run);
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.eventually("asked").until(() -> scenario.now(run).asked() == PlanException.DISCARD_WRITES);
        scenario.fire(run, "Event_LossOverdue");
        scenario.awaitPassed(run, "Event_LossEscalated", 1);
        assertOnlyRunsAt("cold-lost", destination);
        scenario.fault(Fault.Kind.HOST_ISOLATED, destination, null, null);
        assertThat(scenario.decideAsked(run, PlanException.DISCARD_WRITES, "approver", Decision.APPROVE))
                .isEmpty();
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(scenario.passed(run)).contains("Event_TakeBackUnknown");
        scenario.faults().clear();

        scenario.goOn(run, GateDecision.GIVE_UP);

        scenario.awaitEnding(run, Ending.GIVEN_UP);
        assertThat(scenario.details(run).approvals()).as("asked for once").hasSize(2);
        assertOnlyAt("cold-lost", "node-a", InstanceState.RUNNING);
        assertThat(scenario.effects("cold-lost", "COPY_DISCARDED")).isEqualTo(1);
        scenario.assertNothingHeld(run);
    }

    @Test
    void aLossThatIsNotAcceptedLeavesTheInstanceAtTheDestination() {
        Run run = approved(scenario.startCold("cold-refused-loss"));
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        scenario.goOn(run, GateDecision.GIVE_UP);
        assertThat(scenario.decideAsked(run, PlanException.DISCARD_WRITES, "approver", Decision.REJECT))
                .isEmpty();
        scenario.awaitPassed(run, "Event_TakeBackFailed", 1);
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("did not accept the loss");
        assertOnlyRunsAt("cold-refused-loss", scenario.destination(run));
        scenario.goOn(run, GateDecision.ACCEPT);
        scenario.awaitEnding(run, Ending.MIGRATED_UNVERIFIED);
    }

    @Test
    void anInstanceThatSomebodyElseStartedAtTheSourceIsNotTakenForWell() {
        scenario.fault(Fault.Kind.TRANSFER_FAILS, null, "cold-off-2", 0.5);
        Run run = scenario.startCold("cold-off-2");
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        act(new InstanceTask.Boot(id("cold-off-2"), new HostId(Scenario.PLATFORM, "node-a"), null));
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitPassed(run, "Event_TakeBackUnverified", 1);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        act(new InstanceTask.Stop(id("cold-off-2"), new HostId(Scenario.PLATFORM, "node-a"), true));
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.GIVEN_UP);
        assertOnlyAt("cold-off-2", "node-a", InstanceState.STOPPED);
    }

    @Test
    void nothingStopsWithoutAnApprovalOnRecordWhateverTheProcessSays() {
        Run run = scenario.startCold("cold-unapproved");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        runtime.createProcessInstanceModification(scenario.process(run).getId())
                .cancelAllForActivity("Task_ApprovePlan")
                .startBeforeActivity("Task_StopInstance")
                .setVariable("decision", "approve")
                .execute();
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("APPROVAL_MISSING");
        assertThat(scenario.effects("cold-unapproved", "SHUTDOWN_STARTED")).isZero();
    }

    @Test
    void noCopyThatMayHaveRunIsDiscardedWithoutAnApprovalOnRecordWhateverTheProcessSays() {
        Run run = approved(scenario.startCold("cold-kept"));
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        String destination = scenario.destination(run);
        act(new InstanceTask.Stop(id("cold-kept"), new HostId(Scenario.PLATFORM, destination), true));
        runtime.createProcessInstanceModification(scenario.process(run).getId())
                .cancelAllForActivity("Task_DecideHowToGoOn")
                .startBeforeActivity("Task_DiscardCopy")
                .execute();
        scenario.eventually("refused")
                .until(() -> String.valueOf(scenario.now(run).attention()).contains("APPROVAL_MISSING"));
        assertThat(scenario.effects("cold-kept", "COPY_DISCARDED")).isZero();
    }

    private Run approved(Run run) {
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        scenario.approve(run);
        return run;
    }

    /** Somebody does something by hand on the platform. */
    private void act(InstanceTask task) {
        InstanceTasks tasks = scenario.platform().instanceTasks().orElseThrow();
        tasks.begin(task, () -> {});
        scenario.eventually(task + " is done").until(() -> tasks.look(task) instanceof TaskStanding.Done);
    }

    private static InstanceId id(String instance) {
        return new InstanceId(Scenario.PLATFORM, instance);
    }

    private void assertOnlyAt(String instance, String host, InstanceState state) {
        assertThat(scenario.whereabouts(instance).sightings()).singleElement().satisfies(sighting -> {
            assertThat(sighting.host().name()).isEqualTo(host);
            assertThat(sighting.state()).isEqualTo(state);
        });
    }

    private void assertOnlyRunsAt(String instance, String host) {
        List<Sighting> running = scenario.whereabouts(instance).sightings().stream()
                .filter(sighting -> sighting.state() == InstanceState.RUNNING)
                .toList();
        assertThat(running)
                .singleElement()
                .extracting(sighting -> sighting.host().name())
                .isEqualTo(host);
    }

    private void assertUntouched(Run run, String instance) {
        assertOnlyAt(instance, "node-a", InstanceState.RUNNING);
        assertThat(scenario.effects(instance, "INSTANCE_STOPPED")).isZero();
        scenario.assertNothingHeld(run);
    }
}
