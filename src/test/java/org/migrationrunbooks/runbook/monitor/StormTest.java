package org.migrationrunbooks.runbook.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.migrationrunbooks.runbook.monitor.Watchtower.id;
import static org.migrationrunbooks.runbook.monitor.Watchtower.judgement;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.platform.Fault;
import org.springframework.beans.factory.annotation.Autowired;

/** Several hosts fall silent. Three at once are a storm, as configured by default. */
@MonitorTest
class StormTest {

    @Autowired
    Watchtower tower;

    @Autowired
    StormBrake brake;

    private HostMonitor monitor;

    @BeforeEach
    void beginToWatch() {
        monitor = tower.begin();
    }

    @AfterEach
    void leaveEverythingWell() {
        monitor.stop();
        tower.leaveEverythingWell();
    }

    @Test
    void whereThreeHostsFallSilentTogetherNothingIsRaisedAndNothingFencedAndItIsSaidOnce() {
        tower.crash("node-a", "node-b");
        monitor.look();
        tower.watch(monitor, Duration.ofSeconds(50));
        tower.crash("node-c");
        tower.watch(monitor, Duration.ofMinutes(10));

        assertThat(monitor.state().storms()).singleElement().satisfies(storm -> assertThat(storm.hosts())
                .containsExactly(id("node-a"), id("node-b"), id("node-c")));
        for (String host : new String[] {"node-a", "node-b", "node-c"}) {
            assertThat(judgement(monitor, host).code()).isEqualTo(Judgement.Code.STORM);
            assertThat(tower.runs(host)).isEmpty();
            assertThat(brake.against(id(host)))
                    .hasValueSatisfying(text -> assertThat(text).contains("node-a, node-b, node-c", host + " is not"));
        }
        assertThat(tower.audited(AuditCode.HOST_STORM_BEGAN)).hasSize(1);
        assertThat(tower.audited(AuditCode.HOST_STORM_BEGAN).get(0).details())
                .containsEntry("hosts", "node-a, node-b, node-c");
    }

    @Test
    void aStormThatPassesLeavesTheSilenceOfTheRestToCountAnew() {
        tower.crash("node-a", "node-b", "node-c");
        tower.watch(monitor, Duration.ofMinutes(5));
        tower.restart("node-b");
        tower.restart("node-c");
        tower.watch(monitor, Duration.ofSeconds(60));

        assertThat(monitor.state().storms()).isEmpty();
        assertThat(judgement(monitor, "node-a").code()).isEqualTo(Judgement.Code.WATCHING);
        assertThat(judgement(monitor, "node-a").why()).contains("storm ended");
        assertThat(tower.runs("node-a")).isEmpty();
        assertThat(brake.against(id("node-a"))).isEmpty();

        tower.watch(monitor, Duration.ofSeconds(5));

        assertThat(tower.runs("node-a")).hasSize(1);
        assertThat(tower.audited(AuditCode.HOST_STORM_ENDED)).hasSize(1);
    }

    @Test
    void hostsThatFailOneAfterTheOtherAreNoStorm() {
        tower.crash("node-a");
        tower.watch(monitor, Duration.ofMinutes(3));
        tower.crash("node-b");
        tower.watch(monitor, Duration.ofMinutes(3));
        tower.crash("node-c");
        tower.watch(monitor, Duration.ofMinutes(3));

        assertThat(monitor.state().storms()).isEmpty();
        assertThat(tower.runs("node-a")).hasSize(1);
        assertThat(tower.runs("node-b")).hasSize(1);
        assertThat(tower.runs("node-c")).hasSize(1);
        assertThat(brake.against(id("node-c")))
                .as("the others were silent long before")
                .isEmpty();
    }

    @Test
    void theBrakeReadsAfreshAndNeedsNoMonitor() {
        tower.crash("node-a", "node-b");
        assertThat(brake.against(id("node-a"))).isEmpty();

        tower.inject(Fault.Kind.HOST_ISOLATED, "node-c", null);
        assertThat(brake.against(id("node-a"))).isPresent();

        tower.restart("node-b");
        assertThat(brake.against(id("node-a"))).isEmpty();
    }

    @Test
    void hostsThatADeviceReadsAsOffAreNoSignThatOurNetworkFails() {
        tower.crash("node-a");
        tower.powerOff("node-b");
        tower.powerOff("node-c");

        assertThat(brake.against(id("node-a"))).isEmpty();

        tower.inject(Fault.Kind.FENCING_FAILS, "node-b", null);
        tower.inject(Fault.Kind.FENCING_FAILS, "node-c", null);
        assertThat(brake.against(id("node-a")))
                .as("nobody can tell whether they are off")
                .isPresent();
        tower.mendEverything();
        tower.restart("node-b");
        tower.restart("node-c");
    }

    @Test
    void whereNobodyTellsWhatOtherHostsDoNothingIsFenced() {
        tower.crash("node-a");
        tower.inject(Fault.Kind.SLOW_ANSWERS, null, Duration.ofMillis(201));

        assertThat(brake.against(id("node-a")))
                .hasValueSatisfying(text -> assertThat(text).contains("does not tell"));
    }
}
