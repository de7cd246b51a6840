package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions.init;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.springframework.beans.factory.annotation.Autowired;

/** Every path of {@code live-migration.bpmn}, each with what it leaves behind on the platform and in our books. */
@RunbookTest
class LiveMigrationTest {

    @Autowired
    Scenario scenario;

    @Autowired
    ProcessEngine engine;

    @Autowired
    RuntimeService runtime;

    @BeforeEach
    void assertOnThisEngine() {
        init(engine);
    }

    @AfterEach
    void leaveTheFleetWell() {
        scenario.faults().clear();
    }

    @Test
    void anApprovedPlanIsCarriedOutAsApproved() {
        Run run = scenario.start("approved");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.process(run)).isWaitingAt("Task_ApprovePlan").hasNotPassed("Task_TransferInstance");
        Plan plan = scenario.now(run).plan();

        scenario.approve(run);

        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(plan).isNotNull();
        assertThat(scenario.runsOn("approved"))
                .isEqualTo(plan.moves().get(0).to().name());
        assertThat(scenario.migrationsStarted("approved")).isEqualTo(1);
        assertThat(scenario.details(run).operations()).singleElement().satisfies(operation -> assertThat(
                        operation.outcome())
                .isInstanceOfSatisfying(OperationOutcome.Completed.class, completed -> assertThat(completed.downtime())
                        .isPositive()));
        scenario.assertNothingHeld(run);
    }

    @Test
    void aStandardChangeNeedsNoApproval() {
        Run run = scenario.start("standard-1");
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.passed(run)).doesNotContain("Task_ApprovePlan").contains("Event_InstanceMigrated");
    }

    @Test
    void anInstanceThatWritesTooFastIsMovedByPostCopyWhereThatIsAllowed() {
        Run run = scenario.start("postcopy-1");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        scenario.approve(run);
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.runsOn("postcopy-1")).isNotEqualTo("node-a");
    }

    @Test
    void anInstanceThatWritesTooFastAndMayNotUsePostCopyWaitsForAPerson() {
        Run run = scenario.start("busy-1");
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("faster than the link");
        scenario.goOn(run, GateDecision.RETRY);
        scenario.eventually("the gate is asked again")
                .until(() -> scenario.passed(run).stream()
                                .filter("Task_DecideHowToGoOn"::equals)
                                .count()
                        == 2);
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.GIVEN_UP);
        assertThat(scenario.runsOn("busy-1")).isEqualTo("node-a");
        assertThat(scenario.migrationsStarted("busy-1")).isZero();
    }

    @Test
    void aRejectedPlanIsNotCarriedOut() {
        Run run = scenario.start("rejected");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.decide(run, "approver", Decision.REJECT)).isEmpty();
        scenario.awaitEnding(run, Ending.REJECTED);
        assertThat(scenario.migrationsStarted("rejected")).isZero();
        scenario.assertNothingHeld(run);
    }

    @Test
    void nobodyApprovesTheirOwnRequestAndNoOtherPlan() {
        Run run = scenario.start("own");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.decide(run, "operator", Decision.APPROVE))
                .get()
                .extracting(Problem::code)
                .isEqualTo(ProblemCode.OWN_REQUEST);
        assertThat(scenario.details(run).approvals()).isEmpty();
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
    }

    @Test
    void anApprovalThatNobodyGivesIsEscalatedAndAtLastTimesOut() {
        Run run = scenario.start("timed-out");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        scenario.fire(run, "Event_ApprovalOverdue");
        scenario.eventually("escalated").until(() -> scenario.passed(run).contains("Event_ApprovalEscalated"));
        assertThat(scenario.now(run).attention()).startsWith("Overdue");
        scenario.fire(run, "Event_ApprovalTimeOut");
        scenario.awaitEnding(run, Ending.APPROVAL_TIMED_OUT);
        assertThat(scenario.migrationsStarted("timed-out")).isZero();
    }

    @Test
    void aRunThatWaitsForItsApprovalCanBeCancelled() {
        Run run = scenario.start("cancelled-waiting");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
        scenario.assertNothingHeld(run);
    }

    @Test
    void aRunThatIsStillPlannedCanBeCancelled() {
        scenario.faults().inject(new Fault(Fault.Kind.SLOW_ANSWERS, null, null, null, Duration.ofMillis(700)));
        Run run = scenario.start("decided-late");
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
        assertThat(scenario.passed(run)).contains("Event_CancelledInPlanning").doesNotContain("Task_TransferInstance");
        scenario.assertNothingHeld(run);
    }

    @Test
    void howeverAnAnswerIsSpeltTheModelTakesItAsItWasRecorded() {
        scenario.fault(Fault.Kind.TRANSFER_STALLS, null, "claimless", 0.3);
        Run run = scenario.start("claimless");
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        String gate = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(run.id().value())
                .singleResult()
                .getId();
        engine.getIdentityService().setAuthentication("operator", List.of("operators"));
        try {
            engine.getTaskService().complete(gate, Map.of("goOn", "GIVE_UP"));
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
        scenario.awaitEnding(run, Ending.GIVEN_UP);
        assertThat(scenario.migrationsStarted("claimless")).isEqualTo(1);
    }

    @Test
    void aPlanThatNoLongerHoldsIsPlannedAndAskedAgain() {
        Run run = scenario.start("drifted");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        PlanHash first = scenario.hash(run);
        String destination = scenario.destination(run);
        scenario.fault(Fault.Kind.STORAGE_UNREACHABLE, destination, null, null);

        scenario.approve(run);

        scenario.eventually("asked again")
                .until(() -> scenario.now(run).state() == RunbookState.AWAITING_APPROVAL
                        && !scenario.hash(run).equals(first));
        assertThat(scenario.destination(run)).isNotEqualTo(destination);
        assertThat(scenario.migrationsStarted("drifted")).isZero();
        scenario.approve(run);
        scenario.awaitEnding(run, Ending.MIGRATED);
    }

    @Test
    void aFailedTransferIsTriedAgainByItself() {
        scenario.fault(Fault.Kind.TRANSFER_FAILS, null, "automatic", 0.5);
        Run run = scenario.start("automatic");
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.passed(run)).contains("Event_TransferFailed", "Event_RetryPausePassed");
        assertThat(scenario.details(run).operations()).hasSize(2);
    }

    @Test
    void aRetryOfTheApprovedPlanIsNotAskedForAgain() {
        scenario.fault(Fault.Kind.TRANSFER_FAILS, null, "overdue", 0.5);
        Run run = scenario.start("overdue");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        scenario.approve(run);
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.details(run).operations()).hasSize(2);
        assertThat(scenario.details(run).approvals()).hasSize(1);
    }

    @Test
    void aPersonIsAskedWhenAutomaticAttemptsAreSpentAndMayChooseAnotherDestination() {
        scenario.fault(Fault.Kind.TRANSFER_FAILS, null, "automatic-spent", 0.2);
        Run run = scenario.startSlowly("automatic-spent");
        scenario.eventually("first attempt failed")
                .until(() -> scenario.passed(run).contains("Event_TransferFailed"));
        scenario.fault(Fault.Kind.TRANSFER_FAILS, null, "automatic-spent", 0.2);
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("The instance is running on node-a");
        String failed = scenario.destination(run);

        scenario.goOn(run, GateDecision.OTHER_DESTINATION);

        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.runsOn("automatic-spent")).isNotIn(failed, "node-a");
    }

    @Test
    void aTransferCanBeCancelledUntilSwitchOver() {
        Run run = scenario.startSlowly("cancelled-moving");
        scenario.awaitTransferring(run);
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
        assertThat(scenario.runsOn("cancelled-moving")).isEqualTo("node-a");
        scenario.assertNothingHeld(run);
    }

    @Test
    void aTransferThatMovesNothingIsStoppedAndAPersonAsked() {
        scenario.fault(Fault.Kind.TRANSFER_STALLS, null, "stalled", 0.3);
        Run run = scenario.start("stalled");
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("The instance is running on node-a");
        assertThat(scenario.passed(run)).contains("Event_TransferGivenUp");
        assertThat(scenario.details(run).operations())
                .singleElement()
                .satisfies(operation -> assertThat(operation.cause()).contains("nothing moved"));
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.GIVEN_UP);
        assertThat(scenario.runsOn("stalled")).isEqualTo("node-a");
    }

    @Test
    void aStartThatLeftNoTraceIsUnknownAndNeverTakenForNotStarted() {
        scenario.faults().inject(new Fault(Fault.Kind.CARRIED_OUT_LATER, null, "unknown", null, Duration.ofHours(10)));
        Run run = scenario.start("unknown");
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("The claim on the instance is kept");
        assertThat(scenario.passed(run)).contains("Event_OutcomeUnknown");
        scenario.fire(run, "Event_DecisionOverdue");
        scenario.eventually("escalated").until(() -> scenario.passed(run).contains("Event_DecisionEscalated"));
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.GIVEN_UP);
    }

    @Test
    void aLostAnswerIsFoundAgainAndTheInstanceMovesOnce() {
        scenario.faults().inject(new Fault(Fault.Kind.ANSWER_LOST, null, "reopened", null, null));
        Run run = scenario.start("reopened");
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.migrationsStarted("reopened")).isEqualTo(1);
    }

    @Test
    void aPersonsDecisionWaitsUntilTheInstanceIsSeenInOnePlace() {
        scenario.fault(Fault.Kind.TRANSFER_STALLS, null, "isolated", 0.3);
        Run run = scenario.start("isolated");
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        scenario.fault(Fault.Kind.HOST_ISOLATED, "node-a", null, null);
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.eventually("asked again").until(() -> scenario.passed(run).contains("Event_WhereaboutsUnclear"));
        assertThat(scenario.await(run, RunbookState.NEEDS_ATTENTION).attention())
                .contains("node-a");
        scenario.faults().clear();
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.GIVEN_UP);
    }

    @Test
    void anInstanceWhoseGuestDoesNotAnswerIsVerifiedAgainOrAcceptedByAPerson() {
        Run run = scenario.start("unreachable-guest-1");
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("does not answer at 127.0.0.1:1");
        scenario.goOn(run, GateDecision.RETRY);
        scenario.eventually("verified again")
                .until(() -> scenario.passed(run).stream()
                                .filter("Task_VerifyInstance"::equals)
                                .count()
                        == 2);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.MIGRATED_UNVERIFIED);
        assertThat(scenario.runsOn("unreachable-guest-1")).isNotEqualTo("node-a");
        assertThat(scenario.migrationsStarted("unreachable-guest-1")).isEqualTo(1);
    }

    @Test
    void aMigrationThatBecameImpossibleIsRefusedAndLeavesNothing() {
        scenario.fault(Fault.Kind.TRANSFER_STALLS, null, "left-alone", 0.3);
        Run run = scenario.start("left-alone");
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        scenario.fault(Fault.Kind.STORAGE_UNREACHABLE, "node-b", null, null);
        scenario.fault(Fault.Kind.STORAGE_UNREACHABLE, "node-c", null, null);
        scenario.goOn(run, GateDecision.RETRY);
        Run ended = scenario.awaitEnding(run, Ending.REFUSED);
        assertThat(ended.endingDetail()).contains("No host takes the instance");
        scenario.assertNothingHeld(run);
    }

    @Test
    void noTransferStartsWithoutAnApprovalOnRecordWhateverTheProcessSays() {
        Run run = scenario.start("unapproved");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        runtime.createProcessInstanceModification(scenario.process(run).getId())
                .cancelAllForActivity("Task_ApprovePlan")
                .startBeforeActivity("Task_TransferInstance")
                .setVariable("decision", "approve")
                .execute();
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("APPROVAL_MISSING");
        assertThat(scenario.migrationsStarted("unapproved")).isZero();
    }

    @Test
    void aProcessDeletedInTheEngineLeavesNoTransferAndNoClaimBehind() {
        Run run = scenario.startSlowly("deleted");
        scenario.awaitTransferring(run);
        runtime.deleteProcessInstance(scenario.process(run).getId(), "by hand in Cockpit");
        scenario.awaitEnding(run, Ending.DELETED_BY_HAND);
        assertThat(scenario.runsOn("deleted")).isEqualTo("node-a");
        assertThat(scenario.whereabouts("deleted").sightings())
                .singleElement()
                .satisfies(sighting -> assertThat(sighting.transferring()).isFalse());
        scenario.assertNothingHeld(run);
    }
}
