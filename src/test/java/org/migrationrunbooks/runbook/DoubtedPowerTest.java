package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.PowerState;
import org.migrationrunbooks.runbook.hosts.PowerEvidence;
import org.springframework.beans.factory.annotation.Autowired;

/** Evacuations of hosts of which a device says that they are off, and which live. */
@RunbookTest
class DoubtedPowerTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    CrosswiredOutlet outlet;

    @Autowired
    RunbookDecisions decisions;

    @Autowired
    PowerEvidence evidence;

    @Autowired
    AuditQuery audit;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void aHostWhoseHypervisorAnswersAfterItWasReadAsOffIsNotTakenForOff() {
        rack.isolate("miswired");
        outlet.whenToldOff("miswired", () -> {
            rack.faults().clear();
            rack.fault(Fault.Kind.FENCING_FAILS, "miswired");
        });
        Run run = rack.approvedWhenAsked("miswired");

        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);

        assertThat(waiting.attention())
                .contains("POWER_DOUBTED", "outlet reads miswired as off, and yet its hypervisor answers")
                .contains("wired to another machine");
        assertThat(evidence.of(run.id()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.reading().state()).isEqualTo(PowerState.UNKNOWN));
        assertThat(audit.find(
                                new AuditFilter(run.id(), AuditCode.HOST_POWER_DOUBTED, null, null, null, null),
                                AuditQuery.Order.NEWEST_FIRST,
                                0,
                                10)
                        .items())
                .hasSize(1);
        assertThat(decisions.attest(run.id(), "miswired", "operator", "looked at the outlet"))
                .get()
                .extracting(Problem::code)
                .isEqualTo(ProblemCode.SIGN_OF_LIFE);
        rack.assertUntouchedYet(run);
        assertThat(rack.runningOn("miswired-web")).containsExactly("miswired");

        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.EVACUATION_GIVEN_UP);
        rack.assertUntouched(run);
    }

    @Test
    void whereOneDeviceIsDoubtedTheNextOneIsTriedAndItsWordAloneCounts() {
        rack.isolate("two-devices");
        outlet.whenToldOff("two-devices", () -> rack.faults().clear());

        Run run = rack.approvedWhenAsked("two-devices");

        scenario.awaitEnding(run, Ending.EVACUATED);
        assertThat(evidence.off(run.id(), Rack.host("two-devices")))
                .get()
                .extracting(PowerEvidence.Entry::device)
                .isEqualTo("rack-bmc");
        assertThat(rack.story("two-devices", "two-devices-web"))
                .containsSubsequence("HOST_POWERED_OFF", "REBUILD_STARTED");
        rack.assertRebuilt(rack.rebuild(run, "two-devices-web"));
    }
}
