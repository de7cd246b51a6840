package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.runbook.hosts.PowerEvidence;
import org.springframework.beans.factory.annotation.Autowired;

/** The ways of {@code node-evacuation.bpmn} on which the host can be switched off, each with what it leaves behind. */
@RunbookTest
class NodeEvacuationTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    RunStore runs;

    @Autowired
    PowerEvidence evidence;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void theInstancesOfACrashedHostAreRebuiltAfterItWasSwitchedOff() {
        Run run = rack.planned("crashed");
        assertThat(scenario.now(run).plan()).isNotNull().satisfies(plan -> assertThat(plan.dispositions())
                .extracting(Disposition::kind)
                .containsExactly(Disposition.Kind.REBUILD, Disposition.Kind.REBUILD));
        assertThat(rack.events("POWER_OFF_ASKED", "crashed")).isZero();

        rack.approve(run);

        scenario.awaitEnding(run, Ending.EVACUATED);
        assertThat(runs.childrenOf(run.id())).extracting(Run::ending).containsExactly(Ending.REBUILT, Ending.REBUILT);
        runs.childrenOf(run.id()).forEach(rack::assertRebuilt);
        assertThat(rack.quarantined("crashed")).isTrue();
        assertThat(evidence.off(run.id(), Rack.host("crashed"))).isPresent();
        assertThat(rack.events("HOST_POWERED_OFF", "crashed")).isEqualTo(1);
        scenario.assertNothingHeld(run);
    }

    @Test
    void nothingIsRebuiltBeforeAHostWhoseGuestsStillWriteWasSwitchedOff() {
        rack.isolate("cut-off");
        Run run = rack.evacuate("cut-off");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        assertThat(rack.effects("cut-off-web")).isEmpty();

        rack.approve(run);

        scenario.awaitEnding(run, Ending.EVACUATED);
        assertThat(rack.story("cut-off", "cut-off-web"))
                .containsSubsequence("HOST_POWERED_OFF", "REBUILD_STARTED", "REBUILD_COMPLETED");
        assertThat(rack.story("cut-off", "cut-off-db")).containsSubsequence("HOST_POWERED_OFF", "REBUILD_STARTED");
        assertThat(rack.effects("cut-off-web", "REBUILD_STARTED")).isEqualTo(1);
        runs.childrenOf(run.id()).forEach(rack::assertRebuilt);
    }

    @Test
    void twoHostsFailOneAfterTheOtherAndNeitherIsEvacuatedTwice() {
        Run first = rack.approved("first");
        Run second = rack.approved("second");
        scenario.awaitEnding(first, Ending.EVACUATED);
        scenario.awaitEnding(second, Ending.EVACUATED);
        assertThat(rack.runningOn("first-web")).hasSize(1);
        assertThat(rack.runningOn("second-web")).hasSize(1);

        assertRefused(rack.ask("first"), ProblemCode.HOST_QUARANTINED);
    }

    @Test
    void whatHasNotFailedOrIsNotOursIsNotEvacuated() {
        assertRefused(rack.ask("lively"), ProblemCode.HOST_NOT_FAILED);
        assertRefused(rack.ask("private"), ProblemCode.HOST_OPTED_OUT);
        assertRefused(rack.ask("no-such-host"), ProblemCode.HOST_UNKNOWN);
        assertThat(rack.events("POWER_OFF_ASKED", "lively")).isZero();
    }

    @Test
    void aHostThatComesBackWhileThePlanWaitsIsNotSwitchedOff() {
        Run run = rack.planned("returned");
        rack.faults().clear();

        rack.approve(run);

        Run ended = scenario.awaitEnding(run, Ending.HOST_NOT_FAILED);
        assertThat(ended.endingDetail()).contains("answers");
        rack.assertUntouched(run);
    }

    @Test
    void aRejectedPlanIsNotCarriedOut() {
        Run run = rack.planned("rejected");
        assertThat(scenario.decide(run, "approver", Decision.REJECT)).isEmpty();
        scenario.awaitEnding(run, Ending.REJECTED);
        rack.assertUntouched(run);
    }

    @Test
    void anApprovalThatNobodyGivesIsEscalatedAndAtLastTimesOut() {
        Run run = rack.planned("timed-out");
        scenario.fire(run, "Event_ApprovalOverdue");
        scenario.awaitPassed(run, "Event_ApprovalEscalated", 1);
        scenario.fire(run, "Event_ApprovalTimeOut");
        scenario.awaitEnding(run, Ending.APPROVAL_TIMED_OUT);
        rack.assertUntouched(run);
    }

    @Test
    void anEvacuationThatWaitsForItsApprovalCanBeCancelled() {
        Run run = rack.planned("unwanted");
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.EVACUATION_CANCELLED);
        rack.assertUntouched(run);
    }

    @Test
    void anEvacuationThatIsStillPlannedCanBeCancelled() {
        rack.crash("hasty");
        rack.faults().inject(new Fault(Fault.Kind.SLOW_ANSWERS, null, null, null, Duration.ofMillis(500)));
        Run run = rack.evacuate("hasty");
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.EVACUATION_CANCELLED);
        assertThat(scenario.passed(run)).contains("Event_CancelledInPlanning");
        rack.faults().clear();
        rack.assertUntouched(run);
    }

    @Test
    void aHostWhoseEvacuationIsApprovedBeforehandIsEvacuatedWithoutAsking() {
        rack.crash("standing");
        Run run = rack.evacuate("standing");
        scenario.awaitEnding(run, Ending.EVACUATED);
        assertThat(scenario.passed(run)).doesNotContain("Task_ApprovePlan");
        assertThat(rack.runningOn("standing-web")).hasSize(1);
    }

    @Test
    void aPlanThatNoLongerHoldsIsPlannedAndAskedAgain() {
        Run run = rack.planned("drifting");
        PlanHash first = scenario.hash(run);
        String destination = scenario.destination(run);
        rack.fault(Fault.Kind.STORAGE_UNREACHABLE, destination);

        rack.approve(run);

        scenario.eventually("asked again")
                .until(() -> scenario.now(run).state() == RunbookState.AWAITING_APPROVAL
                        && !scenario.hash(run).equals(first));
        assertThat(scenario.destination(run)).isNotEqualTo(destination);
        assertThat(scenario.decideAbout(run, first, "approver2", Decision.APPROVE))
                .get()
                .extracting(Problem::code)
                .isEqualTo(ProblemCode.PLAN_CHANGED);
        rack.assertUntouchedYet(run);
        rack.approve(run);
        scenario.awaitEnding(run, Ending.EVACUATED);
        runs.childrenOf(run.id()).forEach(rack::assertRebuilt);
    }

    private static void assertRefused(StartAnswer answer, ProblemCode code) {
        assertThat(answer).isInstanceOfSatisfying(StartAnswer.Refused.class, refused -> assertThat(
                        refused.problem().code())
                .isEqualTo(code));
    }
}
