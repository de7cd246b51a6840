package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PowerState;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Every path of {@code return-to-service.bpmn}, each with what it leaves behind on the platform and in our books. */
@RunbookTest
class ReturnToServiceTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    Returns returns;

    @Autowired
    RunStore runs;

    @Autowired
    HostStandings standings;

    @Autowired
    ReturnPlanning planning;

    @Autowired
    Brake brake;

    @Autowired
    TransactionTemplate transaction;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void anEvacuatedHostIsCleanedAfterApprovalAndTakesInstancesAgain() {
        Run run = returns.planned("returning");
        Plan plan = scenario.now(run).plan();
        assertThat(plan).isNotNull();
        assertThat(plan.dispositions())
                .extracting(Disposition::kind)
                .containsExactly(Disposition.Kind.LEFTOVER, Disposition.Kind.LEFTOVER);
        assertThat(rack.effects("returning-web", "LEFTOVER_REMOVED")).isZero();
        assertThat(rack.quarantined("returning")).isTrue();
        rack.approve(run);

        returns.assertInService(run);

        for (String name : new String[] {"returning-web", "returning-db"}) {
            assertThat(rack.runningOn(name)).hasSize(1).doesNotContain("returning");
            assertThat(rack.effects(name, "LEFTOVER_REMOVED")).isEqualTo(1);
        }
    }

    @Test
    void aHostOnWhichNothingWasLeftNeedsNoApproval() {
        assertRefused(returns.ask("ret-empty"), ProblemCode.HOST_NOT_QUARANTINED);
        assertRefused(returns.ask("ret-nowhere"), ProblemCode.HOST_UNKNOWN);
        returns.evacuated("ret-empty");

        Run run = returns.begun("ret-empty");

        returns.assertInService(run);
        assertThat(scenario.passed(run)).doesNotContain("Task_ApprovePlan", "Task_RemoveLeftover");
    }

    @Test
    void nothingIsSwitchedWhereTheReturnIsCancelledOrTheQuarantineEndsBeforehand() {
        returns.evacuated("ret-stopped");
        returns.holdBefore("Task_PlanPowerOn");
        try {
            Run cancelled = returns.begun("ret-stopped");
            returns.awaitHeld(cancelled, "Task_PlanPowerOn");
            scenario.cancel(cancelled);
            returns.resume("Task_PlanPowerOn");
            scenario.awaitEnding(cancelled, Ending.RETURN_CANCELLED);
            returns.assertOffAgain(cancelled);

            returns.holdBefore("Task_PlanPowerOn");
            Run refused = returns.begun("ret-stopped");
            returns.awaitHeld(refused, "Task_PlanPowerOn");
            transaction.executeWithoutResult(status -> standings.clear(Rack.host("ret-stopped")));
            returns.resume("Task_PlanPowerOn");
            Run ended = scenario.awaitEnding(refused, Ending.RETURN_REFUSED);
            assertThat(ended.endingDetail()).contains("not quarantined");
            scenario.assertNothingHeld(refused);
        } finally {
            returns.resume("Task_PlanPowerOn");
        }
        assertThat(rack.events("POWER_ON_ASKED", "ret-stopped")).isZero();
    }

    @Test
    void aHostIsNotGivenPowerWhileARunMayStillRebuildSomethingOfIt() {
        returns.evacuated("ret-rebuilding");
        RunbookId rebuild = RunbookId.random();
        Move move = new Move(
                Rack.instance("returning-web"),
                Rack.host("ret-rebuilding"),
                Rack.host("spare-1"),
                new Strategy.Rebuild(false));
        transaction.executeWithoutResult(status -> {
            runs.insert(
                    rebuild,
                    RunbookKind.INSTANCE_REBUILD,
                    "operator",
                    null,
                    "digest",
                    StartRequest.ofInstance(Rack.NAME, "returning-web", null, "a test"),
                    new RunTarget.OfInstance(move.instance()),
                    null,
                    "a test");
            Plan plan = Plan.of(RunbookKind.INSTANCE_REBUILD.key(), List.of(move), 0, List.of(), null, List.of());
            runs.plan(rebuild, plan, ApprovalTerms.of(false, "a test"));
        });
        Run refused = scenario.awaitEnding(returns.begun("ret-rebuilding"), Ending.RETURN_REFUSED);
        assertThat(refused.endingDetail()).contains(rebuild.value());
        assertThat(rack.events("POWER_ON_ASKED", "ret-rebuilding")).isZero();

        transaction.executeWithoutResult(status -> runs.end(rebuild, Ending.NOT_REBUILT, null));

        returns.assertInService(returns.begun("ret-rebuilding"));
    }

    @Test
    void aHostWhoseRemovalIsRejectedIsSwitchedOffAgainAlsoWhileTheBrakeIsEngaged() {
        Run run = returns.planned("ret-rejected");
        scenario.fire(run, "Event_ApprovalOverdue");
        scenario.awaitPassed(run, "Event_DecisionEscalated", 1);
        assertThat(returns.power("ret-rejected")).isEqualTo(PowerState.ON);
        brake.set(true, "operator2", "something looks wrong");

        assertThat(scenario.decide(run, "approver", Decision.REJECT)).isEmpty();

        scenario.awaitEnding(run, Ending.RETURN_REJECTED);
        returns.assertOffAgain(run);
        assertThat(rack.effects("ret-rejected-web", "LEFTOVER_REMOVED")).isZero();
    }

    @Test
    void aReturnThatWaitsForItsApprovalCanBeCancelled() {
        Run run = returns.planned("ret-cancelled");
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.RETURN_CANCELLED);
        returns.assertOffAgain(run);
        assertThat(rack.effects("ret-cancelled-web", "LEFTOVER_REMOVED")).isZero();
    }

    @Test
    void aHostWhoseDeviceFailsIsTakenIntoServiceOnceItWasSwitchedOnByHand() {
        returns.evacuated("ret-unpowered");
        rack.fault(Fault.Kind.FENCING_FAILS, "ret-unpowered");
        Run run = returns.begun("ret-unpowered");
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("switch ret-unpowered on");
        scenario.fire(run, "Event_DecisionOverdue");
        scenario.awaitPassed(run, "Event_DecisionEscalated", 1);
        scenario.goOn(run, GateDecision.RETRY);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        rack.faults().clear();
        rack.powerOn("ret-unpowered");

        scenario.goOn(run, GateDecision.ACCEPT);

        returns.assertInService(run);
    }

    @Test
    void aHostThatCannotEvenBeSwitchedOffAgainIsLeftAsItIsByAPerson() {
        returns.evacuated("ret-given-up");
        rack.fault(Fault.Kind.FENCING_FAILS, "ret-given-up");
        Run run = returns.begun("ret-given-up");
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        scenario.goOn(run, GateDecision.GIVE_UP);
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("switch ret-given-up off");
        scenario.goOn(run, GateDecision.RETRY);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(scenario.now(run).attention()).contains("switch ret-given-up off");

        scenario.goOn(run, GateDecision.GIVE_UP);

        scenario.awaitEnding(run, Ending.RETURN_GIVEN_UP);
        assertThat(rack.quarantined("ret-given-up")).isTrue();
        scenario.assertNothingHeld(run);
    }

    @Test
    void aReturnThatIsCancelledBeforeTheHostHasPowerLeavesItOff() {
        returns.evacuated("ret-early");
        rack.fault(Fault.Kind.FENCING_FAILS, "ret-early");
        Run run = returns.begun("ret-early");
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        transaction.executeWithoutResult(status -> runs.requestCancel(run.id(), "operator2", "changed my mind"));
        rack.faults().clear();

        scenario.goOn(run, GateDecision.RETRY);

        scenario.awaitEnding(run, Ending.RETURN_CANCELLED);
        assertThat(scenario.passed(run)).contains("Event_PowerCancelled");
        returns.assertOffAgain(run);
    }

    @Test
    void aHostThatHasPowerAndStaysSilentIsLookedForAgain() {
        returns.evacuated("ret-silent");
        rack.powerOn("ret-silent");
        rack.isolate("ret-silent");
        Run run = returns.begun("ret-silent");
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("has not answered");
        assertThatThrownBy(() -> planning.plan(Rack.host("ret-silent")))
                .as("nothing can be said of a host that does not answer, also where it has no instance")
                .isInstanceOf(PlatformUnreachableException.class);
        rack.faults().clear();

        scenario.goOn(run, GateDecision.ACCEPT);

        returns.assertInService(run);
    }

    @Test
    void aReturnThatWaitsForItsHostCanBeCancelled() {
        returns.evacuated("ret-waiting");
        rack.powerOn("ret-waiting");
        rack.isolate("ret-waiting");
        Run run = returns.begun("ret-waiting");
        scenario.awaitPassed(run, "Event_LookAgain", 1);
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.RETURN_CANCELLED);
        returns.assertOffAgain(run);
    }

    @Test
    void aHostThatRunsWhatMayRunElsewhereIsSwitchedOffBeforeAnybodyIsAsked() {
        returns.evacuated("ret-twice");
        returns.holdBefore("Task_PlanReturn");
        Run run;
        try {
            run = returns.begun("ret-twice");
            returns.awaitHeld(run, "Task_PlanReturn");
            rack.isolate(returns.moveBack("ret-twice-web", "ret-twice"));
        } finally {
            returns.resume("Task_PlanReturn");
        }
        Run ended = scenario.awaitEnding(run, Ending.RETURN_UNSAFE);
        assertThat(ended.endingDetail()).contains("ret-twice-web", "does not answer");
        assertThat(scenario.passed(run)).doesNotContain("Task_ApprovePlan");
        returns.assertOffAgain(run);
    }

    @Test
    void aHostThatBeganToRunWhatMayRunElsewhereIsSwitchedOffInsteadOfEnabled() {
        Run run = returns.planned("ret-twice-later");
        returns.holdBefore("Task_EnableHost");
        try {
            rack.approve(run);
            returns.awaitHeld(run, "Task_EnableHost");
            assertThat(rack.effects("ret-twice-later-web", "LEFTOVER_REMOVED")).isEqualTo(1);
            rack.isolate(returns.moveBack("ret-twice-later-web", "ret-twice-later"));
        } finally {
            returns.resume("Task_EnableHost");
        }
        scenario.awaitEnding(run, Ending.RETURN_UNSAFE);
        returns.assertOffAgain(run);
    }

    @Test
    void aRemovalOfWhichNobodyKnowsIsTriedAgainWithoutASecondSignature() {
        Run run = returns.planned("ret-unknown");
        PlanHash hash = scenario.hash(run);
        rack.isolate("ret-unknown");
        rack.approve(run);
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("not known");
        rack.faults().clear();

        scenario.goOn(run, GateDecision.RETRY);

        returns.assertInService(run);
        assertThat(scenario.hash(run)).isEqualTo(hash);
        assertThat(scenario.passed(run).stream().filter("Task_ApprovePlan"::equals))
                .hasSize(1);
        assertThat(rack.effects("ret-unknown-web", "LEFTOVER_REMOVED")).isEqualTo(1);
    }

    @Test
    void whatHasBecomeAllThatThereIsOfAnInstanceIsNotRemovedAlthoughItWasApproved() {
        Run run = returns.planned("ret-moved-back");
        returns.moveBack("ret-moved-back-web", "ret-moved-back");
        rack.approve(run);
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("no leftover any more", "nowhere else");
        assertThat(rack.runningOn("ret-moved-back-web")).containsExactly("ret-moved-back");

        scenario.goOn(run, GateDecision.RETRY);

        returns.assertInService(run);
        assertThat(rack.runningOn("ret-moved-back-web")).containsExactly("ret-moved-back");
    }

    @Test
    void aReturnThatIsCancelledDuringARemovalIsSwitchedOffAfterIt() {
        Run run = returns.planned("ret-late");
        rack.faults()
                .inject(new Fault(Fault.Kind.CARRIED_OUT_LATER, null, "ret-late-web", null, Duration.ofSeconds(80)));
        rack.approve(run);
        scenario.eventually("the removal was asked for").until(() -> scenario.details(run).operations().stream()
                .anyMatch(operation -> operation.task() != null
                        && operation.task().equals("remove-leftover")
                        && operation.acceptedAt() != null));
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.RETURN_CANCELLED);
        returns.assertOffAgain(run);
        assertThat(rack.effects("ret-late-web", "LEFTOVER_REMOVED")).isEqualTo(1);
    }

    @Test
    void whatWasLeftBehindMeanwhileKeepsTheHostOutOfServiceUntilItIsRemovedToo() {
        Run run = returns.planned("ret-still");
        returns.holdBefore("Task_EnableHost");
        try {
            rack.approve(run);
            returns.awaitHeld(run, "Task_EnableHost");
            // Somebody moves away, by hand, what was off when the host failed.
            rack.act(new InstanceTask.Relocate(
                    Rack.instance("ret-still-off"), Rack.host("ret-still"), Rack.host("spare-1"), "by-hand", null));
            rack.act(new InstanceTask.Boot(Rack.instance("ret-still-off"), Rack.host("spare-1"), "by-hand"));
        } finally {
            returns.resume("Task_EnableHost");
        }
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("Something is left", "ret-still-off");
        assertThat(rack.quarantined("ret-still")).isTrue();

        scenario.goOn(run, GateDecision.RETRY);
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        rack.approve(run);

        returns.assertInService(run);
        assertThat(rack.effects("ret-still-off", "LEFTOVER_REMOVED")).isEqualTo(1);
    }

    @Test
    void aReturnWhoseHostHasFallenSilentCanBeCancelled() {
        returns.evacuated("ret-fallen");
        returns.holdBefore("Task_PlanReturn");
        Run run;
        try {
            run = returns.begun("ret-fallen");
            returns.awaitHeld(run, "Task_PlanReturn");
            rack.isolate("ret-fallen");
            scenario.cancel(run);
        } finally {
            returns.resume("Task_PlanReturn");
        }
        scenario.awaitEnding(run, Ending.RETURN_CANCELLED);
        returns.assertOffAgain(run);
    }

    @Test
    void aHostIsNotEnabledAgainstAWishToCancel() {
        returns.evacuated("ret-regretted");
        returns.holdBefore("Task_EnableHost");
        Run run;
        try {
            run = returns.begun("ret-regretted");
            returns.awaitHeld(run, "Task_EnableHost");
            scenario.cancel(run);
        } finally {
            returns.resume("Task_EnableHost");
        }
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("Cancelled by operator", "quarantined still");
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.RETURN_GIVEN_UP);
        returns.assertOffAgain(run);
    }

    @Test
    void whatWasLeftOfAnInstanceThatAnotherRunMovesElsewhereIsRemovedToo() {
        returns.evacuated("ret-claimed");
        Run move = rack.move(
                RunbookKind.LIVE_MIGRATION, StartRequest.ofInstance(Rack.NAME, "ret-claimed-web", null, "a test"));
        scenario.await(move, RunbookState.AWAITING_APPROVAL);
        Run run = returns.begun("ret-claimed");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        rack.approve(run);
        returns.assertInService(run);
        assertThat(rack.effects("ret-claimed-web", "LEFTOVER_REMOVED")).isEqualTo(1);
        scenario.cancel(move);
        scenario.awaitEnding(move, Ending.CANCELLED);
    }

    private static void assertRefused(StartAnswer answer, ProblemCode code) {
        assertThat(answer).isInstanceOf(StartAnswer.Refused.class);
        assertThat(((StartAnswer.Refused) answer).problem().code()).isEqualTo(code);
    }
}
