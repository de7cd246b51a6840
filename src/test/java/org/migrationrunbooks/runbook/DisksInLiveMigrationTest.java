package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.VolumeAccess;
import org.springframework.beans.factory.annotation.Autowired;

/** The live migration of instances whose volumes only their host has. */
@RunbookTest
class DisksInLiveMigrationTest {

    @Autowired
    Scenario scenario;

    @AfterEach
    void leaveTheFleetWell() {
        scenario.faults().clear();
    }

    @Test
    void aPrivateVolumeGoesAlongByThePlanAndWithAForecastOfItsOwn() {
        Run run = scenario.start("disks-approved");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        Plan plan = scenario.now(run).plan();

        assertThat(plan).isNotNull();
        assertThat(plan.moves().get(0).strategy().code()).isEqualTo("live+disks");
        assertThat(plan.forecast()).isNotNull();
        // 20 GB, a quarter of them at the least, and 4 GB of memory over 10 Gbit.
        assertThat(plan.forecast().totalTime().low().toMillis()).isGreaterThan(4_000);
        assertThat(plan.forecast().totalTime().expected().toMillis()).isBetween(10_000L, 30_000L);
        assertThat(plan.forecast().notes()).anySatisfy(note -> assertThat(note).contains("Disks of 20 GB"));
        scenario.approve(run);

        scenario.awaitEnding(run, Ending.MIGRATED);
        String there = scenario.runsOn("disks-approved");
        assertThat(there).isEqualTo(plan.moves().get(0).to().name());
        assertThat(reached("disks-approved", there)).isTrue();
        assertThat(reached("disks-approved", "node-a")).isFalse();
        scenario.assertNothingHeld(run);
    }

    @Test
    void bothProgressesAreShownAndACopyOfDisksCanBeCancelled() {
        Run run = scenario.startSlowly("disks-cancelled");
        scenario.awaitTransferring(run);
        var progress = scenario.details(run).operations().get(0).progress();
        assertThat(progress).isNotNull();
        assertThat(progress.phase()).isEqualTo(OperationPhase.COPYING_DISKS);
        assertThat(progress.disks()).isNotNull();
        assertThat(progress.disks().total()).isEqualTo(ByteSize.of("20GB"));
        assertThat(progress.rest().total()).isEqualTo(ByteSize.of("4GB"));

        scenario.cancel(run);

        scenario.awaitEnding(run, Ending.CANCELLED);
        assertThat(scenario.runsOn("disks-cancelled")).isEqualTo("node-a");
        assertThat(reached("disks-cancelled", "node-a")).isTrue();
        scenario.assertNothingHeld(run);
    }

    @Test
    void aCopyThatBreaksIsTriedAgainFromTheBeginning() {
        scenario.fault(Fault.Kind.TRANSFER_FAILS, null, "disks-failing", 0.5);
        Run run = scenario.start("disks-failing");
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.details(run).operations()).hasSize(2);
        assertThat(scenario.migrationsStarted("disks-failing")).isEqualTo(2);
    }

    @Test
    void aCopyThatStandsStillIsStoppedAndAPersonAsked() {
        scenario.fault(Fault.Kind.TRANSFER_STALLS, null, "disks-stalling", 0.3);
        Run run = scenario.start("disks-stalling");
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("running on node-a");
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.GIVEN_UP);
    }

    @Test
    void postCopyWithDisksIsApprovedAlsoWhereTheChangeIsAStandardOne() {
        Run run = scenario.start("disks-postcopy");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        Plan plan = scenario.now(run).plan();
        assertThat(plan).isNotNull();
        assertThat(plan.moves().get(0).strategy().code()).isEqualTo("live+disks+post-copy");
        scenario.approve(run);

        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.effects("disks-postcopy", "POST_COPY_SWITCHED")).isEqualTo(1);
    }

    private boolean reached(String instance, String host) {
        return scenario
                .platform()
                .storage()
                .access(new InstanceId(Scenario.PLATFORM, instance), new HostId(Scenario.PLATFORM, host))
                .stream()
                .allMatch(VolumeAccess::reachable);
    }
}
