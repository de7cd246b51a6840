package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The global brake, and what goes on while it is engaged. */
@RunbookTest
class BrakeTest {

    @Autowired
    Scenario scenario;

    @Autowired
    RunbookStart start;

    @Autowired
    Brake brake;

    @Autowired
    MeterRegistry metrics;

    @Autowired
    AuditQuery audit;

    @Autowired
    TransactionTemplate transaction;

    @AfterEach
    void leaveEverythingWell() {
        brake.set(false, "admin", "the test is over");
        scenario.faults().clear();
    }

    @Test
    void aRunThatIsApprovedMeanwhileWaitsAndSaysSoAndGoesOnWhenItIsReleased() {
        Run run = scenario.start("braked-approved");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        brake.set(true, "operator2", "storage looks wrong");

        scenario.approve(run);

        awaitHeldBack(run);
        assertThat(scenario.now(run).attention())
                .contains("operator2", "storage looks wrong", "cancelling the run takes back");
        assertThat(scenario.details(run).operations()).isEmpty();
        assertThat(scenario.details(run).incidents()).isEmpty();
        assertThat(scenario.migrationsStarted("braked-approved")).isZero();

        brake.set(false, "operator", "storage is well");

        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.migrationsStarted("braked-approved")).isEqualTo(1);
    }

    @Test
    void aRunThatWaitsForItCanBeCancelled() {
        Run run = scenario.start("braked-cancelled");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        brake.set(true, "operator2", "storage looks wrong");
        scenario.approve(run);
        awaitHeldBack(run);

        scenario.cancel(run);

        scenario.awaitEnding(run, Ending.CANCELLED);
        assertThat(scenario.migrationsStarted("braked-cancelled")).isZero();
    }

    @Test
    void aTransferThatIsUnderWayGoesOn() {
        Run run = scenario.startSlowly("braked-running");
        scenario.awaitTransferring(run);

        brake.set(true, "operator2", "storage looks wrong");

        scenario.awaitEnding(run, Ending.MIGRATED);
    }

    @Test
    void anInstanceThatARunHasSwitchedOffIsStartedAllTheSameButItsSourceIsKept() {
        Run run = scenario.startColdSlowly("braked-cold");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        scenario.approve(run);
        scenario.awaitTransferring(run);

        brake.set(true, "operator2", "checksums look wrong");

        scenario.eventually("the source is kept").until(() -> heldBack(run));
        assertThat(scenario.details(run).operations())
                .extracting(RunDetails.OperationView::task)
                .containsExactly("stop", "relocate", "boot");
        assertThat(scenario.whereabouts("braked-cold").on(new HostId(Scenario.PLATFORM, scenario.destination(run))))
                .hasValueSatisfying(seen -> assertThat(seen.state()).isEqualTo(InstanceState.RUNNING));
        assertThat(scenario.now(run).attention()).doesNotContain("cancelling");
        assertThat(scenario.effects("braked-cold", "SOURCE_RELEASED")).isZero();

        brake.set(false, "operator2", "they are not");
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.effects("braked-cold", "SOURCE_RELEASED")).isEqualTo(1);
    }

    @Test
    void aColdMigrationThatIsCancelledMeanwhileGivesTheInstanceBack() {
        Run run = scenario.startColdSlowly("braked-taken-back");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        String home = scenario.runsOn("braked-taken-back");
        scenario.approve(run);
        scenario.awaitTransferring(run);
        brake.set(true, "operator2", "checksums look wrong");

        scenario.cancel(run);

        scenario.awaitEnding(run, Ending.CANCELLED);
        assertThat(scenario.runsOn("braked-taken-back")).isEqualTo(home);
        assertThat(scenario.whereabouts("braked-taken-back").sightings().get(0).state())
                .isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void nothingIsStartedMeanwhileButARepeatedRequestFindsItsRun() {
        StartRequest request = Scenario.request("braked-start", null, null);
        StartAnswer first = start.start(RunbookKind.LIVE_MIGRATION, request, "operator", "braked-start-1");
        assertThat(first).isInstanceOf(StartAnswer.Started.class);
        brake.set(true, "operator2", "storage looks wrong");

        assertThat(start.start(RunbookKind.LIVE_MIGRATION, request, "operator", "braked-start-1"))
                .isInstanceOf(StartAnswer.Existing.class);
        assertThat(start.start(RunbookKind.LIVE_MIGRATION, request, "operator", "braked-start-2"))
                .isInstanceOfSatisfying(StartAnswer.Refused.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo(ProblemCode.BRAKE_ENGAGED);
                    assertThat(refused.problem().detail()).contains("operator2", "storage looks wrong");
                });
        brake.set(false, "operator2", "it is well");
        scenario.awaitEnding(((StartAnswer.Started) first).run(), Ending.MIGRATED);
    }

    @Test
    void whoEngagesWhatIsEngagedIsToldWhoWasFirst() {
        brake.set(true, "operator2", "storage looks wrong");

        assertThat(brake.set(true, "operator", "me too"))
                .isEqualTo(brake.state())
                .satisfies(state -> assertThat(state.changedBy()).isEqualTo("operator2"));
        assertThat(audited(AuditCode.BRAKE_ENGAGED)).contains("operator2: storage looks wrong");
        assertThat(audited(AuditCode.BRAKE_ENGAGED)).doesNotContain("operator: me too");
    }

    @Test
    void itIsEngagedOnlyWhenEverythingThatReadItAsReleasedHasCommitted() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<BrakeState> engaged = new CompletableFuture<>();
            transaction.executeWithoutResult(status -> {
                assertThat(brake.held().engaged()).isFalse();
                other.execute(() -> engaged.complete(brake.set(true, "operator2", "now")));
                Awaitility.await()
                        .during(Duration.ofMillis(300))
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> !engaged.isDone());
            });
            assertThat(engaged.get(10, TimeUnit.SECONDS).engaged()).isTrue();
        } finally {
            other.shutdownNow();
        }
    }

    private List<String> audited(AuditCode code) {
        return audit
                .find(new AuditFilter(null, code, null, null, null, null), AuditQuery.Order.NEWEST_FIRST, 0, 100)
                .items()
                .stream()
                .map(entry -> entry.actor() + ": " + entry.reason())
                .toList();
    }

    private void awaitHeldBack(Run run) {
        scenario.eventually("%s waits for the brake".formatted(run.instance())).until(() -> heldBack(run));
    }

    private boolean heldBack(Run run) {
        String attention = scenario.now(run).attention();
        return scenario.now(run).state() == RunbookState.RUNNING
                && attention != null
                && attention.startsWith("Waits for the brake.");
    }

    @Test
    void alertsReadWhetherItIsEngaged() {
        assertThat(metrics.get("runbooks.brake.engaged").gauge().value()).isZero();
        brake.set(true, "operator", "the test looks at the gauge");
        assertThat(metrics.get("runbooks.brake.engaged").gauge().value()).isEqualTo(1);
    }
}
