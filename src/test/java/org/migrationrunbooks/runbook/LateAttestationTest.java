package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.runbook.hosts.Attestation;
import org.migrationrunbooks.runbook.hosts.Attestations;
import org.springframework.beans.factory.annotation.Autowired;

/** Evacuations whose host was read as off by a device that breaks before everything is rebuilt. */
@RunbookTest
class LateAttestationTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    RunbookDecisions decisions;

    @Autowired
    Attestations attestations;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void twoDifferentPeopleAttestWhatTheDeviceDoesNotTellAnyMore() {
        Run rebuild = rack.stuckRebuild("speechless");
        Run run = rack.evacuation(rebuild);
        assertRefused(attest(run, "speechless", "operator"), ProblemCode.NOTHING_TO_ATTEST);
        rack.fault(Fault.Kind.FENCING_FAILS, "speechless");
        retry(rebuild, 2);
        assertThat(scenario.now(rebuild).attention())
                .contains("did not tell whether speechless is still off", "let two different people attest")
                .contains(run.id().value());

        assertRefused(attest(run, "lively", "operator"), ProblemCode.HOST_MISNAMED);
        assertThat(attest(rebuild, "speechless", "operator")).isEmpty();
        assertRefused(attest(run, "speechless", "operator"), ProblemCode.ALREADY_ATTESTED);
        retry(rebuild, 3);
        assertThat(rack.effects("speechless-web", "REBUILD_STARTED")).isZero();
        assertThat(attest(run, "speechless", "approver2")).isEmpty();

        scenario.goOn(rebuild, GateDecision.RETRY);

        scenario.awaitEnding(run, Ending.EVACUATED);
        rack.assertRebuilt(rebuild);
        assertThat(attestations.of(run.id())).extracting(Attestation::person).containsExactly("operator", "approver2");
        assertRefused(attest(run, "speechless", "operator2"), ProblemCode.NOTHING_TO_ATTEST);
    }

    @Test
    void whatWasAttestedBeforeADeviceReadTheHostAsOnCountsNoMore() {
        Run rebuild = rack.stuckRebuild("on-again");
        Run run = rack.evacuation(rebuild);
        rack.fault(Fault.Kind.FENCING_FAILS, "on-again");
        retry(rebuild, 2);
        assertThat(attest(run, "on-again", "operator")).isEmpty();
        assertThat(attest(run, "on-again", "operator2")).isEmpty();
        rack.faults().clear();
        rack.powerOn("on-again");
        retry(rebuild, 3);
        assertThat(scenario.now(rebuild).attention()).contains("the power of on-again is on");
        rack.fault(Fault.Kind.FENCING_FAILS, "on-again");
        assertRefused(attest(run, "on-again", "approver"), ProblemCode.SIGN_OF_LIFE);
        rack.crash("on-again");

        retry(rebuild, 4);

        assertThat(scenario.now(rebuild).attention()).contains("did not tell whether on-again is still off");
        assertThat(rack.effects("on-again-web", "REBUILD_STARTED")).isZero();
        assertThat(attest(run, "on-again", "approver")).isEmpty();
        assertThat(attest(run, "on-again", "approver2")).isEmpty();
        scenario.goOn(rebuild, GateDecision.RETRY);
        scenario.awaitEnding(run, Ending.EVACUATED);
        rack.assertRebuilt(rebuild);
    }

    private void retry(Run rebuild, int gate) {
        scenario.goOn(rebuild, GateDecision.RETRY);
        scenario.awaitPassed(rebuild, "Task_DecideHowToGoOn", gate);
        scenario.await(rebuild, RunbookState.NEEDS_ATTENTION);
    }

    private Optional<Problem> attest(Run run, String host, String person) {
        return decisions.attest(run.id(), host, person, "pulled its cords");
    }

    private static void assertRefused(Optional<Problem> answer, ProblemCode code) {
        assertThat(answer).get().extracting(Problem::code).isEqualTo(code);
    }
}
