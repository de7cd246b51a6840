package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEntry;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.runbook.hosts.Attestation;
import org.migrationrunbooks.runbook.hosts.Attestations;
import org.springframework.beans.factory.annotation.Autowired;

/** The ways of {@code node-evacuation.bpmn} on which no device switches the host off, so that people have to say that it is. */
@RunbookTest
class HostAttestationTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    RunStore runs;

    @Autowired
    RunbookDecisions decisions;

    @Autowired
    Attestations attestations;

    @Autowired
    AuditQuery audit;

    @Autowired
    Brake brake;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void twoDifferentPeopleAttestThatAHostIsOffWhichNoDeviceSwitchesOff() {
        Run run = waiting("unswitchable");
        assertThat(scenario.now(run).attention()).contains("not possible to switch unswitchable off");
        scenario.fire(run, "Event_AttestationOverdue");
        scenario.awaitPassed(run, "Event_DecisionEscalated", 1);

        assertRefused(attest(run, "lively", "operator"), ProblemCode.HOST_MISNAMED);
        assertThat(attest(run, "unswitchable", "operator")).isEmpty();
        awaitGate(run, 2);
        assertThat(scenario.now(run).attention()).contains("operator has attested", "a second person has to");
        assertRefused(attest(run, "unswitchable", "operator"), ProblemCode.ALREADY_ATTESTED);
        assertThat(rack.quarantined("unswitchable")).isFalse();
        rack.assertUntouchedYet(run);

        assertThat(attest(run, "unswitchable", "operator2")).isEmpty();

        scenario.awaitEnding(run, Ending.EVACUATED);
        assertThat(attestations.of(run.id())).extracting(Attestation::person).containsExactly("operator", "operator2");
        assertThat(audit.find(
                                new AuditFilter(run.id(), AuditCode.HOST_ATTESTED_OFF, null, null, null, null),
                                AuditQuery.Order.NEWEST_FIRST,
                                0,
                                10)
                        .items())
                .extracting(AuditEntry::actor)
                .containsExactlyInAnyOrder("operator", "operator2");
        assertThat(rack.quarantined("unswitchable")).isTrue();
        assertThat(rack.events("HOST_POWERED_OFF", "unswitchable")).isZero();
        runs.childrenOf(run.id()).forEach(rack::assertRebuilt);
    }

    @Test
    void nobodyAttestsThatAHostIsOffWhoseGuestsStillWrite() {
        rack.isolate("alive");
        rack.fault(Fault.Kind.FENCING_FAILS, "alive");
        Run run = atGate(rack.evacuate("alive"));

        assertThat(attest(run, "alive", "operator"))
                .get()
                .satisfies(problem -> assertThat(problem.detail()).contains("alive-web-root"))
                .extracting(Problem::code)
                .isEqualTo(ProblemCode.SIGN_OF_LIFE);
        assertThat(attestations.of(run.id())).isEmpty();

        scenario.goOn(run, GateDecision.GIVE_UP);
        Run ended = scenario.awaitEnding(run, Ending.EVACUATION_GIVEN_UP);
        assertThat(ended.endingDetail()).contains("not possible to switch alive off");
        rack.assertUntouched(run);
        rack.faults().clear();
        assertThat(rack.runningOn("alive-web")).containsExactly("alive");
    }

    @Test
    void aSignOfLifeAfterTheAttestationKeepsEverythingFromBeingStarted() {
        Run run = waiting("revived");
        brake.set(true, "operator2", "the test looks before the rebuild begins");
        assertThat(attest(run, "revived", "operator")).isEmpty();
        awaitGate(run, 2);
        assertThat(attest(run, "revived", "approver2")).isEmpty();
        Run rebuild = rack.rebuild(run, "revived-web");
        scenario.awaitPassed(rebuild, "Task_RebuildInstance", 1);
        rack.faults().clear();
        brake.set(false, "operator2", "it does not");

        Run waiting = scenario.await(rebuild, RunbookState.NEEDS_ATTENTION);

        assertThat(waiting.attention()).contains("shows a sign of life");
        assertThat(rack.effects("revived-web", "REBUILD_STARTED")).isZero();
        rack.crash("revived");
        rack.fault(Fault.Kind.FENCING_FAILS, "revived");
        scenario.goOn(rebuild, GateDecision.RETRY);
        scenario.awaitEnding(run, Ending.EVACUATED);
        rack.assertRebuilt(rebuild);
    }

    @Test
    void aDeviceThatWorksAgainIsTriedAgain() {
        Run run = waiting("mended");
        assertThat(attest(run, "mended", "operator")).isEmpty();
        awaitGate(run, 2);
        rack.faults().clear();
        rack.crash("mended");

        scenario.goOn(run, GateDecision.RETRY);

        scenario.awaitEnding(run, Ending.EVACUATED);
        assertThat(rack.story("mended", "mended-web")).containsSubsequence("HOST_POWERED_OFF", "REBUILD_STARTED");
    }

    @Test
    void anEvacuationThatWaitsForAttestationsCanBeCancelled() {
        Run run = waiting("abandoned");
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.EVACUATION_GIVEN_UP);
        rack.assertUntouched(run);
    }

    @Test
    void aWishToCancelThatComesRightBeforeThePowerIsSwitchedIsHeeded() {
        Run run = waiting("late-cancel");
        rack.faults().clear();
        rack.crash("late-cancel");
        runs.requestCancel(run.id(), "operator2", "it was the switch");

        scenario.goOn(run, GateDecision.RETRY);

        scenario.awaitEnding(run, Ending.EVACUATION_CANCELLED);
        assertThat(scenario.passed(run)).contains("Event_PowerCancelled");
        assertThat(rack.events("HOST_POWERED_OFF", "late-cancel")).isZero();
        scenario.assertNothingHeld(run);
    }

    /** The evacuation of a crashed host without a working device, when it waits for people. */
    private Run waiting(String host) {
        rack.crash(host);
        rack.fault(Fault.Kind.FENCING_FAILS, host);
        return atGate(rack.evacuate(host));
    }

    private Run atGate(Run run) {
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        rack.approve(run);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        return run;
    }

    private void awaitGate(Run run, int times) {
        scenario.awaitPassed(run, "Task_AttestHostOff", times);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
    }

    private Optional<Problem> attest(Run run, String host, String person) {
        return decisions.attest(run.id(), host, person, "looked at the rack");
    }

    private static void assertRefused(Optional<Problem> answer, ProblemCode code) {
        assertThat(answer).get().extracting(Problem::code).isEqualTo(code);
    }
}
