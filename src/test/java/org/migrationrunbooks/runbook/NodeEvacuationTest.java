package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.LedgerEntry;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.migrationrunbooks.runbook.hosts.PowerEvidence;
import org.springframework.beans.factory.annotation.Autowired;

/** Every path of {@code node-evacuation.bpmn}, each with what it leaves behind on the platform and in our books. */
@RunbookTest
class NodeEvacuationTest {

    private static final String RACK = "rack";

    @Autowired
    Scenario scenario;

    @Autowired
    RunbookStart start;

    @Autowired
    RunStore runs;

    @Autowired
    Platforms platforms;

    @Autowired
    HostStandings standings;

    @Autowired
    PowerEvidence evidence;

    @Test
    void theInstancesOfACrashedHostAreRebuiltAfterItWasSwitchedOff() {
        fault(Fault.Kind.HOST_CRASH, "crashed");
        Run run = started("crashed");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        Plan plan = scenario.now(run).plan();
        assertThat(plan).isNotNull();
        assertThat(plan.dispositions())
                .extracting(Disposition::kind)
                .containsExactly(Disposition.Kind.REBUILD, Disposition.Kind.REBUILD);
        assertThat(scenario.decide(run, "approver", Decision.APPROVE)).isEmpty();

        scenario.awaitEnding(run, Ending.EVACUATED);

        assertThat(runs.childrenOf(run.id())).extracting(Run::ending).containsExactly(Ending.REBUILT, Ending.REBUILT);
        assertRuns("crashed-web", "spare-1", "spare-2");
        assertRuns("crashed-db", "spare-1", "spare-2");
        assertThat(standings.of(host("crashed")))
                .hasValueSatisfying(standing -> assertThat(standing.state()).isEqualTo(HostState.QUARANTINED));
        assertThat(evidence.off(run.id(), host("crashed"))).isPresent();
        assertThat(events("HOST_POWERED_OFF", "crashed")).isEqualTo(1);
        scenario.assertNothingHeld(run);
        runs.childrenOf(run.id()).forEach(scenario::assertNothingHeld);
    }

    private Run started(String host) {
        StartAnswer answer =
                start.start(RunbookKind.NODE_EVACUATION, StartRequest.ofHost(RACK, host, "a test"), "operator", null);
        assertThat(answer).isInstanceOf(StartAnswer.Started.class);
        return ((StartAnswer.Started) answer).run();
    }

    private void fault(Fault.Kind kind, String host) {
        platforms.get(RACK).faultInjection().orElseThrow().inject(new Fault(kind, host, null, null, null));
    }

    private void assertRuns(String instance, String... hosts) {
        assertThat(platforms
                        .get(RACK)
                        .hypervisor()
                        .whereabouts(new InstanceId(RACK, instance))
                        .sightings())
                .singleElement()
                .satisfies(sighting -> {
                    assertThat(sighting.state()).isEqualTo(InstanceState.RUNNING);
                    assertThat(sighting.host().name()).isIn(List.of(hosts));
                });
    }

    private long events(String event, String host) {
        return platforms.get(RACK).faultInjection().orElseThrow().ledger().stream()
                .filter(entry -> entry.event().equals(event))
                .filter(entry -> host.equals(entry.host()))
                .filter(LedgerEntry::effect)
                .count();
    }

    private static HostId host(String name) {
        return new HostId(RACK, name);
    }
}
