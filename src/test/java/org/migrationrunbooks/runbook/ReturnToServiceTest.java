package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.springframework.beans.factory.annotation.Autowired;

/** Every path of {@code return-to-service.bpmn}, each with what it leaves behind on the platform and in our books. */
@RunbookTest
class ReturnToServiceTest {

    private static final String RACK = "rack";

    @Autowired
    Scenario scenario;

    @Autowired
    RunbookStart start;

    @Autowired
    Platforms platforms;

    @Autowired
    HostStandings standings;

    @Autowired
    Fleets fleets;

    @Test
    void anEvacuatedHostIsCleanedAfterApprovalAndTakesInstancesAgain() {
        HostId host = new HostId(RACK, "returning");
        platforms
                .get(RACK)
                .faultInjection()
                .orElseThrow()
                .inject(new Fault(Fault.Kind.HOST_CRASH, host.name(), null, null, null));
        Run evacuation = started(RunbookKind.NODE_EVACUATION, host.name());
        scenario.await(evacuation, RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.decide(evacuation, "approver", Decision.APPROVE)).isEmpty();
        scenario.awaitEnding(evacuation, Ending.EVACUATED);
        assertThat(fleets.of(RACK).host(host.name())).hasValueSatisfying(quarantined -> assertThat(quarantined.state())
                .isEqualTo(HostState.QUARANTINED));

        Run run = started(RunbookKind.RETURN_TO_SERVICE, host.name());
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        Plan plan = scenario.now(run).plan();
        assertThat(plan).isNotNull();
        assertThat(plan.dispositions())
                .extracting(Disposition::kind)
                .containsExactly(Disposition.Kind.LEFTOVER, Disposition.Kind.LEFTOVER);
        assertThat(scenario.effects(RACK, "returning-web", "LEFTOVER_REMOVED")).isZero();
        assertThat(standings.quarantined(host)).isTrue();
        assertThat(scenario.decide(run, "approver", Decision.APPROVE)).isEmpty();

        scenario.awaitEnding(run, Ending.RETURNED);

        assertThat(fleets.of(RACK).host(host.name()))
                .hasValueSatisfying(back -> assertThat(back.state()).isEqualTo(HostState.UP));
        for (String name : new String[] {"returning-web", "returning-db"}) {
            assertThat(platforms
                            .get(RACK)
                            .hypervisor()
                            .whereabouts(new InstanceId(RACK, name))
                            .sightings())
                    .singleElement()
                    .satisfies(sighting -> {
                        assertThat(sighting.state()).isEqualTo(InstanceState.RUNNING);
                        assertThat(sighting.host()).isNotEqualTo(host);
                    });
            assertThat(scenario.effects(RACK, name, "LEFTOVER_REMOVED")).isEqualTo(1);
        }
        scenario.assertNothingHeld(run);
    }

    private Run started(RunbookKind kind, String host) {
        StartAnswer answer = start.start(kind, StartRequest.ofHost(RACK, host, "a test"), "operator", null);
        assertThat(answer).isInstanceOf(StartAnswer.Started.class);
        return ((StartAnswer.Started) answer).run();
    }
}
