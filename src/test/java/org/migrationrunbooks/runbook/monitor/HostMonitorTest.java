package org.migrationrunbooks.runbook.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.migrationrunbooks.runbook.monitor.Watchtower.judgement;
import static org.migrationrunbooks.runbook.monitor.Watchtower.seen;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.runbook.Brake;
import org.migrationrunbooks.runbook.Fleets;
import org.migrationrunbooks.runbook.OperatingMode;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookStart;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.runbook.StartAnswer;
import org.migrationrunbooks.runbook.StartRequest;
import org.migrationrunbooks.runbook.hosts.HostStandings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Hosts fall silent, and the monitor raises evacuations or says why not. The configured silence is a minute, from two sides. */
@MonitorTest
class HostMonitorTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Autowired
    Watchtower tower;

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
    void aHostThatStaysSilentForLongEnoughIsEvacuatedUpToTheApproval() {
        tower.crash("node-a");
        monitor.look();
        tower.watch(monitor, Duration.ofSeconds(55));
        assertThat(judgement(monitor, "node-a").code()).isEqualTo(Judgement.Code.WATCHING);
        assertThat(tower.runs("node-a")).isEmpty();

        tower.watch(monitor, Duration.ofSeconds(5));

        assertThat(judgement(monitor, "node-a").code()).isEqualTo(Judgement.Code.RAISED);
        Run run = onlyRun("node-a");
        assertThat(judgement(monitor, "node-a").run()).isEqualTo(run.id());
        assertThat(run.kind()).isEqualTo(RunbookKind.NODE_EVACUATION);
        assertThat(run.requester()).isEqualTo("host-monitor");
        assertThat(run.reason()).contains("hypervisor silent", "network silent");
        tower.await(run, RunbookState.AWAITING_APPROVAL);
        assertThat(judgement(monitor, "node-b").code()).isEqualTo(Judgement.Code.WELL);
    }

    @Test
    void whatWasRaisedIsNotRaisedAgainHoweverLongTheHostIsSilent() {
        tower.crash("node-a");
        monitor.look();
        tower.watch(monitor, Duration.ofMinutes(10));

        Run run = onlyRun("node-a");
        tower.await(run, RunbookState.AWAITING_APPROVAL);
        tower.cancel(run);
        tower.watch(monitor, Duration.ofMinutes(10));

        onlyRun("node-a");
        assertThat(judgement(monitor, "node-a").code()).isEqualTo(Judgement.Code.RAISED);
        assertThat(judgement(monitor, "node-a").why()).contains("cancelled", "by hand");
    }

    @Test
    void aHostThatFailsAgainAfterItWasHeardIsRaisedAgain() {
        tower.crash("node-a");
        monitor.look();
        tower.watch(monitor, Duration.ofMinutes(1));
        Run first = onlyRun("node-a");
        tower.await(first, RunbookState.AWAITING_APPROVAL);
        tower.cancel(first);
        tower.restart("node-a");
        monitor.look();
        assertThat(seen(monitor, "node-a").unheardSince()).isNull();
        tower.crash("node-a");
        tower.watch(monitor, Duration.ofSeconds(65));

        assertThat(tower.runs("node-a")).hasSize(2).extracting(Run::id).contains(first.id());
    }

    @Test
    void aFlappingHostIsNotEvacuated() {
        for (int flap = 0; flap < 5; flap++) {
            tower.crash("node-a");
            tower.watch(monitor, Duration.ofSeconds(50));
            assertThat(judgement(monitor, "node-a").code()).isEqualTo(Judgement.Code.WATCHING);
            tower.mendEverything();
            tower.watch(monitor, Duration.ofSeconds(10));
            assertThat(judgement(monitor, "node-a").code()).isEqualTo(Judgement.Code.WELL);
        }
        assertThat(tower.runs("node-a")).isEmpty();
    }

    @Test
    void anIsolatedHostIsRaisedThoughItsGuestsWriteAndTheApproverIsToldThatTheyDo() {
        tower.inject(Fault.Kind.HOST_ISOLATED, "node-e", null);
        monitor.look();
        tower.watch(monitor, Duration.ofMinutes(1));

        assertThat(onlyRun("node-e").reason()).contains("storage alive");
    }

    @Test
    void aHostOfWhichTooFewSidesAreSilentIsNotEvacuated() {
        tower.inject(Fault.Kind.HOST_ISOLATED, "node-e", null);
        HostMonitor demanding = tower.node(tower.properties(4), OperatingMode.Mode.OPERATE);
        monitor.stop();
        demanding.look();
        tower.watch(demanding, Duration.ofMinutes(10));

        assertThat(judgement(demanding, "node-e").code()).isEqualTo(Judgement.Code.WATCHING);
        assertThat(judgement(demanding, "node-e").why()).startsWith("3 of 4 sides");
        assertThat(tower.runs("node-e")).isEmpty();
        demanding.stop();
    }

    @Test
    void aHostWhoseHypervisorAnswersIsWellWhateverElseIsSilent() {
        tower.inject(Fault.Kind.LINK_LOSS, "node-a", null);
        tower.watch(monitor, Duration.ofMinutes(5));

        assertThat(judgement(monitor, "node-a").code()).isEqualTo(Judgement.Code.WELL);
        assertThat(seen(monitor, "node-a").sides())
                .filteredOn(side -> side.sign().side() == LifeSign.Side.NETWORK)
                .singleElement()
                .satisfies(side -> assertThat(side.silentSince()).isNotNull());
    }

    @Test
    void answersThatDoNotComeAreNoSilence() {
        tower.crash("node-a");
        tower.inject(Fault.Kind.SLOW_ANSWERS, null, Duration.ofMillis(201));
        monitor.look();
        tower.pass(Duration.ofMinutes(5));
        monitor.look();

        assertThat(judgement(monitor, "node-a").code()).isNotEqualTo(Judgement.Code.RAISED);
        assertThat(seen(monitor, "node-a").sides())
                .extracting(side -> side.sign().verdict())
                .containsOnly(LifeSign.Verdict.UNKNOWN);
        assertThat(monitor.state().silentPlatforms()).singleElement().asString().contains(Watchtower.PLATFORM);
        assertThat(tower.runs("node-a")).isEmpty();
    }

    @Test
    void aHostThatIsKeptOutOfRunbooksIsLeftToItsOwnerAndThatIsInTheAuditOnce() {
        tower.crash("own-care");
        tower.watch(monitor, Duration.ofMinutes(5));

        assertThat(judgement(monitor, "own-care").code()).isEqualTo(Judgement.Code.OPTED_OUT);
        assertThat(tower.runs("own-care")).isEmpty();
        assertThat(tower.withheld("own-care")).hasSize(1);
    }

    @Test
    void aHostThatWasNeverHeardIsNotEvacuated() {
        tower.watch(monitor, Duration.ofMinutes(5));

        assertThat(judgement(monitor, "dark").code()).isEqualTo(Judgement.Code.NEVER_HEARD);
        assertThat(tower.runs("dark")).isEmpty();
        assertThat(tower.withheld("dark")).hasSize(1);
    }

    @Test
    void theSilenceOfAHostInMaintenanceIsExpected() {
        tower.inject(Fault.Kind.HOST_ISOLATED, "in-work", null);
        tower.watch(monitor, Duration.ofMinutes(5));

        assertThat(judgement(monitor, "in-work").code()).isEqualTo(Judgement.Code.LEFT_ALONE);
        assertThat(seen(monitor, "in-work").unheardSince()).isNotNull();
        assertThat(tower.runs("in-work")).isEmpty();
    }

    @Test
    void theSilenceOfAQuarantinedHostIsExpected(
            @Autowired HostStandings standings, @Autowired TransactionTemplate transaction) {
        tower.crash("node-a");
        monitor.look();
        tower.watch(monitor, Duration.ofMinutes(1));
        Run run = onlyRun("node-a");
        transaction.executeWithoutResult(
                status -> standings.put(Watchtower.id("node-b"), HostState.QUARANTINED, run.id()));
        tower.crash("node-b");
        tower.watch(monitor, Duration.ofMinutes(5));

        assertThat(judgement(monitor, "node-b").code()).isEqualTo(Judgement.Code.LEFT_ALONE);
        assertThat(tower.runs("node-b")).isEmpty();
        transaction.executeWithoutResult(status -> standings.clear(Watchtower.id("node-b")));
    }

    @Test
    void aHostThatIsConfiguredNotToBeWatchedIsNot() {
        monitor.stop();
        HostMonitor other =
                tower.node(tower.properties(2, Watchtower.id("node-a").toString()), OperatingMode.Mode.OPERATE);
        tower.crash("node-a");
        tower.watch(other, Duration.ofMinutes(5));

        assertThat(judgement(other, "node-a").code()).isEqualTo(Judgement.Code.NOT_WATCHED);
        assertThat(tower.runs("node-a")).isEmpty();
        other.stop();
    }

    @Test
    void aHostThatARunActsOnAlreadyIsLeftToThatRun(@Autowired RunbookStart start) {
        tower.crash("node-a");
        StartAnswer byHand = start.start(
                RunbookKind.NODE_EVACUATION,
                StartRequest.ofHost(Watchtower.PLATFORM, "node-a", "It is dead"),
                "operator",
                null);
        assertThat(byHand).isInstanceOf(StartAnswer.Started.class);
        tower.watch(monitor, Duration.ofMinutes(5));

        assertThat(judgement(monitor, "node-a").code()).isEqualTo(Judgement.Code.ACTED_ON);
        assertThat(judgement(monitor, "node-a").run())
                .isEqualTo(((StartAnswer.Started) byHand).run().id());
        onlyRun("node-a");
    }

    @Test
    void nothingIsRaisedWhileTheBrakeIsEngagedAndItIsAsSoonAsItIsReleased(@Autowired Brake brake) {
        brake.set(true, "operator", "storage looks wrong");
        tower.crash("node-a");
        tower.watch(monitor, Duration.ofMinutes(5));
        assertThat(judgement(monitor, "node-a").code()).isEqualTo(Judgement.Code.REFUSED);
        assertThat(judgement(monitor, "node-a").why()).contains("BRAKE_ENGAGED", "storage looks wrong");
        assertThat(tower.withheld("node-a")).hasSize(1);
        assertThat(tower.runs("node-a")).isEmpty();

        brake.set(false, "operator", "storage is well");
        tower.watch(monitor, Duration.ofSeconds(35));

        onlyRun("node-a");
    }

    @Test
    void aNodeThatOnlyObservesSeesTheSameAndRaisesAndWritesNothing() {
        monitor.stop();
        tower.crash("node-a");
        HostMonitor observer = tower.node(tower.properties(2), OperatingMode.Mode.OBSERVE);
        tower.watch(observer, Duration.ofMinutes(5));

        assertThat(judgement(observer, "node-a").code()).isEqualTo(Judgement.Code.STANDBY);
        assertThat(observer.state().acts()).isFalse();
        assertThat(seen(observer, "node-a").unheardSince()).isNotNull();
        assertThat(tower.runs("node-a")).isEmpty();
        assertThat(Objects.requireNonNull(tower.rows().get(Watchtower.id("node-a")))
                        .unheardSince())
                .isNull();
    }

    @Test
    void aNodeThatHasJustStartedSpeaksOfTheSameOutageAndIsAsPatientAsAnyOther() {
        tower.crash("node-a");
        monitor.look();
        tower.watch(monitor, Duration.ofSeconds(55));
        monitor.stop();

        HostMonitor restarted = tower.node();
        restarted.look();
        assertThat(seen(restarted, "node-a").unheardSince())
                .isEqualTo(seen(monitor, "node-a").unheardSince());
        tower.watch(restarted, Duration.ofSeconds(55));
        assertThat(tower.runs("node-a")).isEmpty();
        tower.watch(restarted, Duration.ofSeconds(5));

        onlyRun("node-a");
        restarted.stop();
    }

    @Test
    void ofTwoNodesOneActsAndTheOtherGoesOnWhereThatOneIsGone() {
        HostMonitor other = tower.node();
        tower.crash("node-a");
        monitor.look();
        other.look();
        tower.pass(Duration.ofSeconds(59));
        monitor.look();
        other.look();
        assertThat(monitor.state().acts()).isTrue();
        assertThat(other.state().acts()).isFalse();
        tower.pass(SECOND);
        other.look();
        assertThat(judgement(other, "node-a").code()).isEqualTo(Judgement.Code.STANDBY);
        assertThat(tower.runs("node-a")).isEmpty();

        // The first node is gone without a word; its lease runs out a minute after its last look.
        tower.pass(Duration.ofMinutes(1));
        other.look();

        assertThat(other.state().acts()).isTrue();
        onlyRun("node-a");
        monitor.look();
        assertThat(monitor.state().acts()).isFalse();
        assertThat(judgement(monitor, "node-a").code()).isEqualTo(Judgement.Code.RAISED);
        other.stop();
    }

    @Test
    void anOutageThatTwoNodesAskAboutAtOnceHasOneRun(@Autowired Evacuations evacuations, @Autowired Fleets fleets) {
        tower.crash("node-a");
        monitor.look();
        tower.watch(monitor, Duration.ofMinutes(1));
        Run run = onlyRun("node-a");
        MonitorState.Seen outage = seen(monitor, "node-a");

        WatchedHost inOtherWords = new WatchedHost(
                fleets.of(Watchtower.PLATFORM).host("node-a").orElseThrow(), List.of(), true, outage.unheardSince());
        Judgement second = evacuations.raise(inOtherWords, Objects.requireNonNull(outage.unheardSince()));

        assertThat(second.code()).isEqualTo(Judgement.Code.RAISED);
        assertThat(second.run()).isEqualTo(run.id());
        onlyRun("node-a");
    }

    private Run onlyRun(String host) {
        assertThat(tower.runs(host)).hasSize(1);
        return tower.runs(host).get(0);
    }
}
