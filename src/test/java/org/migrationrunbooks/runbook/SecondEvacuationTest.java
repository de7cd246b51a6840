package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.runbook.hosts.PowerEvidence;
import org.springframework.beans.factory.annotation.Autowired;

/** Evacuations of a host that was evacuated before and left something behind. */
@RunbookTest
class SecondEvacuationTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    Returns returns;

    @Autowired
    PowerEvidence evidence;

    @Autowired
    Brake brake;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void whatWasGivenUpIsAskedForAgainAsSoonAsThereIsRoom() {
        Run first = givenUp("asked-again");
        String web = rack.runningOn("asked-again-web").get(0);
        rack.act(new InstanceTask.Stop(Rack.instance("asked-again-web"), Rack.host(web), true));
        rack.loseStorageEverywhere();
        assertThat(rack.ask("asked-again")).isInstanceOfSatisfying(StartAnswer.Refused.class, refused -> {
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.HOST_QUARANTINED);
            assertThat(refused.problem().reasons())
                    .singleElement()
                    .asString()
                    .contains("asked-again-db", "No host has room for it");
        });
        rack.faults().clear();

        Run second = rack.evacuate("asked-again");

        scenario.await(second, RunbookState.AWAITING_APPROVAL);
        assertThat(plan(second).dispositions())
                .singleElement()
                .extracting(Disposition::instance)
                .isEqualTo(Rack.instance("asked-again-db"));
        rack.approve(second);
        scenario.awaitEnding(second, Ending.EVACUATED);
        rack.assertRebuilt(rack.rebuild(second, "asked-again-db"));
        assertThat(evidence.of(second.id()))
                .as("power is read anew for each evacuation")
                .isNotEmpty();
        assertThat(rack.events("POWER_OFF_ASKED", "asked-again")).isEqualTo(1);
        assertThat(rack.quarantined("asked-again")).isTrue();
        scenario.assertNothingHeld(first);
        scenario.assertNothingHeld(second);

        // What the first one has moved is told from what is left of it, also where it is off by now.
        Run back = returns.begun("asked-again");
        scenario.await(back, RunbookState.AWAITING_APPROVAL);
        assertThat(plan(back).dispositions())
                .extracting(Disposition::kind)
                .containsExactly(Disposition.Kind.LEFTOVER, Disposition.Kind.LEFTOVER);
        rack.approve(back);
        returns.assertInService(back);
    }

    @Test
    void aQuarantinedHostThatHasPowerAgainIsNotEvacuatedBeforeItIsOff() {
        givenUp("powered-again");
        rack.powerOn("powered-again");

        assertThat(rack.ask("powered-again")).isInstanceOfSatisfying(StartAnswer.Refused.class, refused -> {
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.HOST_NOT_FAILED);
            assertThat(refused.problem().next()).contains("take its power, or return it to service");
        });
        rack.powerOff("powered-again");
        Run second = rack.approvedWhenAsked("powered-again");
        scenario.awaitEnding(second, Ending.EVACUATED);
        rack.assertRebuilt(rack.rebuild(second, "powered-again-db"));
    }

    /** The evacuation of a host of whose instances one was rebuilt and one given up. */
    private Run givenUp(String host) {
        Run run = rack.planned(host);
        brake.set(true, "operator2", "the test changes something after the plan was checked");
        rack.approve(run);
        rack.awaitHeldBack(run);
        rack.loseStorageEverywhere();
        brake.set(false, "operator2", "it is changed");
        Run web = rack.rebuild(run, host + "-web");
        Run db = rack.rebuild(run, host + "-db");
        scenario.await(web, RunbookState.NEEDS_ATTENTION);
        scenario.await(db, RunbookState.NEEDS_ATTENTION);
        rack.faults().clear();
        scenario.goOn(web, GateDecision.RETRY);
        scenario.goOn(db, GateDecision.GIVE_UP);
        scenario.awaitEnding(db, Ending.NOT_REBUILT);
        scenario.awaitEnding(run, Ending.EVACUATED_IN_PART);
        return run;
    }

    private Plan plan(Run run) {
        Plan plan = scenario.now(run).plan();
        assertThat(plan).isNotNull();
        return plan;
    }
}
