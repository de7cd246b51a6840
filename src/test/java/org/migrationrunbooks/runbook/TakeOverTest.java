package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Evacuations of hosts with which other runs have something to do. */
@RunbookTest
class TakeOverTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    RunStore runs;

    @Autowired
    Claims claims;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Rebuilds rebuilds;

    @Autowired
    Fleets fleets;

    @Autowired
    Brake brake;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void aLiveMigrationFromTheHostIsTakenOver() {
        Run migration = rack.move(RunbookKind.LIVE_MIGRATION, slowly("live-source-web", 200));
        scenario.awaitTransferring(migration);

        Run run = rack.approved("live-source");

        scenario.awaitEnding(run, Ending.EVACUATED);
        scenario.awaitEnding(migration, Ending.TAKEN_OVER);
        assertThat(scenario.process(migration)).isNull();
        scenario.assertNothingHeld(migration);
        Run rebuild = rack.rebuild(run, "live-source-web");
        assertThat(scenario.now(rebuild).takesOver()).isEqualTo(migration.id());
        rack.assertRebuilt(rebuild);
        assertThat(rack.effects("live-source-web")).doesNotContain("MIGRATION_COMPLETED");
    }

    @Test
    void aTakeOverThatIsNotCommittedHasNotHappened() {
        Run migration = rack.move(RunbookKind.LIVE_MIGRATION, slowly("contended-web", 200));
        scenario.awaitTransferring(migration);
        Run run = rack.planned("contended");
        Plan plan = scenario.now(run).plan();
        assertThat(plan).isNotNull();

        transaction.executeWithoutResult(status -> {
            rebuilds.record(runs.get(run.id()), plan, fleets.of(Rack.NAME));
            assertThat(scenario.now(migration).ending()).isEqualTo(Ending.TAKEN_OVER);
            status.setRollbackOnly();
        });

        assertThat(scenario.now(migration).ending()).isNull();
        assertThat(claims.holds(migration.id(), migration.target())).isTrue();
        assertThat(scenario.process(migration)).isNotNull();
        assertThat(runs.childrenOf(run.id())).isEmpty();
        rack.approve(run);
        scenario.awaitEnding(run, Ending.EVACUATED);
        scenario.awaitEnding(migration, Ending.TAKEN_OVER);
        assertThat(runs.childrenOf(run.id())).hasSize(2).allSatisfy(rack::assertRebuilt);
    }

    @Test
    void anInstanceThatMayHaveReachedAHostWhichDoesNotAnswerIsForAPerson() {
        Run migration = rack.move(RunbookKind.LIVE_MIGRATION, slowly("half-way-web", 200));
        scenario.awaitTransferring(migration);
        rack.isolate(scenario.destination(migration));

        Run run = rack.planned("half-way");

        assertThat(scenario.now(run).plan()).isNotNull().satisfies(plan -> assertThat(plan.dispositions())
                .singleElement()
                .satisfies(disposition -> {
                    assertThat(disposition.kind()).isEqualTo(Disposition.Kind.UNCLEAR);
                    assertThat(disposition.reason())
                            .contains(scenario.destination(migration), "does not answer, so that it may run there");
                }));
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.EVACUATION_CANCELLED);
    }

    @Test
    void anInstanceThatArrivesAtAHostWhichFallsSilentAfterTheApprovalIsNotStartedTwice() {
        Run migration = rack.move(RunbookKind.LIVE_MIGRATION, slowly("moved-unseen-web", 200));
        scenario.awaitTransferring(migration);
        rack.isolate("moved-unseen");
        Run run = rack.evacuate("moved-unseen");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        brake.set(true, "operator2", "the test lets the instance arrive after the plan was checked");
        rack.approve(run);
        rack.awaitHeldBack(run);
        rack.isolate(scenario.destination(migration));
        scenario.eventually("it has arrived unseen")
                .until(() -> rack.effects("moved-unseen-web", "MIGRATION_COMPLETED") == 1);
        brake.set(false, "operator2", "it has arrived");

        Run rebuild = rack.rebuild(run, "moved-unseen-web");

        scenario.await(rebuild, RunbookState.NEEDS_ATTENTION);
        assertThat(scenario.now(rebuild).attention()).contains("does not answer, so that it may run there");
        assertThat(rack.effects("moved-unseen-web", "REBUILD_STARTED")).isZero();
    }

    @Test
    void aLiveMigrationToTheHostGoesOnByItselfToAnotherOne() {
        Run migration = rack.move(RunbookKind.LIVE_MIGRATION, slowly("live-origin-web", 200));
        scenario.awaitTransferring(migration);
        String frail = scenario.destination(migration);

        Run run = rack.approved(frail);

        assertThat(scenario.awaitEnding(run, Ending.EVACUATED).plan())
                .isNotNull()
                .satisfies(plan -> assertThat(plan.dispositions()).isEmpty());
        scenario.awaitEnding(migration, Ending.MIGRATED);
        assertThat(scenario.now(migration).takesOver()).isNull();
        assertThat(rack.runningOn("live-origin-web"))
                .containsExactly(scenario.destination(migration))
                .doesNotContain(frail, "live-origin");
    }

    @Test
    void aColdMigrationInTheMidstOfCopyingIsTakenOverAndItsCopyWithdrawn() {
        Run migration = rack.move(RunbookKind.COLD_MIGRATION, slowly("cold-source-web", 400));
        scenario.awaitTransferring(migration);
        rack.crash("cold-source");
        Run run = rack.evacuate("cold-source", List.of("cold-source-web"));
        scenario.await(run, RunbookState.AWAITING_APPROVAL);

        rack.approve(run);

        scenario.awaitEnding(run, Ending.EVACUATED);
        scenario.awaitEnding(migration, Ending.TAKEN_OVER);
        Run rebuild = rack.rebuild(run, "cold-source-web");
        assertThat(scenario.passed(rebuild)).containsSubsequence("Task_WithdrawCopy", "Task_RebuildInstance");
        rack.assertRebuilt(rebuild);
        assertThat(rack.effects("cold-source-web"))
                .containsSubsequence("EPOCH_WITHDRAWN", "REBUILD_STARTED")
                .doesNotContain("BOOT_STARTED");
    }

    @Test
    void aCopyThatIsCompleteAndAskedToStartIsWithdrawnSoThatItsLateStartHasNoEffect() {
        Run migration = rack.move(RunbookKind.COLD_MIGRATION, slowly("cold-copied-web", 1000));
        scenario.eventually("it shuts down").until(() -> rack.effects("cold-copied-web", "SHUTDOWN_STARTED") == 1);
        later("cold-copied-web", Duration.ofMillis(1));
        later("cold-copied-web", Duration.ofMinutes(8));
        scenario.eventually("the start of the copy is on its way")
                .until(() -> rack.events("TASK_QUEUED", scenario.destination(migration), "cold-copied-web") == 2);

        Run run = rack.approved("cold-copied");

        scenario.awaitEnding(run, Ending.EVACUATED);
        scenario.awaitEnding(migration, Ending.TAKEN_OVER);
        Run rebuild = rack.rebuild(run, "cold-copied-web");
        rack.assertRebuilt(rebuild);
        scenario.eventually("the late start was refused")
                .until(() -> rack.refusals("cold-copied-web").stream().anyMatch(why -> why.contains("withdrawn")));
        assertThat(rack.effects("cold-copied-web", "BOOT_STARTED")).isZero();
        assertThat(rack.effects("cold-copied-web", "REBUILD_STARTED")).isEqualTo(1);
        rack.assertRebuilt(rebuild);
    }

    @Test
    void aColdMigrationWhoseInstanceHasStartedAtTheDestinationGoesOn() {
        Run migration = rack.move(RunbookKind.COLD_MIGRATION, slowly("cold-moved-web", 1000));
        scenario.await(migration, RunbookState.NEEDS_ATTENTION);

        Run run = rack.approved("cold-moved");

        assertThat(scenario.awaitEnding(run, Ending.EVACUATED).plan())
                .isNotNull()
                .satisfies(plan -> assertThat(plan.moves()).isEmpty());
        assertThat(rack.runningOn("cold-moved-web")).containsExactly(scenario.destination(migration));
        rack.powerOn("cold-moved");
        scenario.goOn(migration, GateDecision.ACCEPT);
        scenario.awaitEnding(migration, Ending.MIGRATED_UNVERIFIED);
        assertThat(rack.effects("cold-moved-web", "BOOT_STARTED")).isEqualTo(1);
    }

    @Test
    void aRebuildWhoseDestinationFailsTooIsTakenOverByTheSecondEvacuation() {
        Run first = rack.approved("falling");
        Run rebuild = rack.rebuild(first, "falling-web");
        scenario.await(rebuild, RunbookState.NEEDS_ATTENTION);
        String frail = scenario.destination(rebuild);
        assertThat(rack.runningOn("falling-web")).containsExactly(frail);

        Run second = rack.approved(frail);

        scenario.awaitEnding(rebuild, Ending.TAKEN_OVER);
        assertThat(scenario.passed(rebuild)).contains("Event_TakenOver");
        assertThat(scenario.awaitEnding(first, Ending.EVACUATED_IN_PART).endingDetail())
                .contains("falling-web: taken-over");
        Run again = rack.rebuild(second, "falling-web");
        scenario.await(again, RunbookState.NEEDS_ATTENTION);
        scenario.goOn(again, GateDecision.ACCEPT);
        scenario.awaitEnding(second, Ending.EVACUATED);
        assertThat(rack.runningOn("falling-web")).containsExactly(scenario.destination(again));
        scenario.assertNothingHeld(rebuild);
        scenario.assertNothingHeld(again);
    }

    private static StartRequest slowly(String instance, int mbit) {
        return new StartRequest(
                Rack.NAME,
                instance,
                null,
                null,
                "a test",
                null,
                null,
                null,
                null,
                null,
                DataRate.ofMegabitsPerSecond(mbit));
    }

    private void later(String instance, Duration delay) {
        rack.faults().inject(new Fault(Fault.Kind.CARRIED_OUT_LATER, null, instance, null, delay));
    }
}
