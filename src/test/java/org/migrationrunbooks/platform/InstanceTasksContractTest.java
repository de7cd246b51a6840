package org.migrationrunbooks.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationPhase;

/** What every adapter does alike with instances that do not run, on a real installation or on the simulated one. */
public abstract class InstanceTasksContractTest {

    private static final EffectGuard MAY_ACT = () -> {};

    private final String epoch = "contract-" + UUID.randomUUID();
    private InstanceTasksFixture fixture;
    private Hypervisor hypervisor;
    private InstanceTasks tasks;
    private InstanceId instance;
    private HostId home;
    private HostId other;

    /** Sets the installation up, or puts it back in order. */
    protected abstract InstanceTasksFixture open();

    @BeforeEach
    void openFixture() {
        fixture = open();
        hypervisor = fixture.platform().hypervisor();
        tasks = fixture.platform().instanceTasks().orElseThrow();
        instance = fixture.runningInstance();
        home = fixture.home();
        other = fixture.otherHost();
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void aGuestThatIsAskedToShutDownIsOffAfterAWhile() {
        InstanceTask stop = new InstanceTask.Stop(instance, home, false);
        assertThat(tasks.look(stop)).isInstanceOf(TaskStanding.NotDone.class);

        done(stop);

        assertThat(stateOn(home)).isEqualTo(InstanceState.STOPPED);
    }

    @Test
    void aGuestWhosePowerIsTakenIsOff() {
        done(new InstanceTask.Stop(instance, home, true));

        assertThat(stateOn(home)).isEqualTo(InstanceState.STOPPED);
    }

    @Test
    void whatIsDoneIsTakenAgainAndChangesNothing() {
        InstanceTask stop = new InstanceTask.Stop(instance, home, true);
        done(stop);

        assertThat(tasks.begin(stop, MAY_ACT)).isInstanceOf(TaskAnswer.Accepted.class);
        assertThat(tasks.look(stop)).isInstanceOf(TaskStanding.Done.class);
    }

    @Test
    void anInstanceIsOffWhereItIsNotAndRunsOnWhereItIs() {
        InstanceTask stop = new InstanceTask.Stop(instance, other, true);

        assertThat(tasks.look(stop)).isInstanceOf(TaskStanding.Done.class);
        assertThat(hypervisor.whereabouts(instance).runsOnlyOn(home)).isTrue();
    }

    @Test
    void aStoppedInstanceBootsWhereItIs() {
        done(new InstanceTask.Stop(instance, home, true));

        done(boot(home, null));

        assertThat(hypervisor.whereabouts(instance).runsOnlyOn(home)).isTrue();
    }

    @Test
    void anInstanceThatRunsIsNotRelocated() {
        assertRefused(relocate(instance, null));

        assertThat(hypervisor.whereabouts(instance).runsOnlyOn(home)).isTrue();
    }

    @Test
    void aRelocatedInstanceIsOffAtBothHostsAndStillLivesAtTheSource() {
        stopAndRelocate();

        assertThat(stateOn(home)).isEqualTo(InstanceState.STOPPED);
        assertThat(stateOn(other)).isEqualTo(InstanceState.STOPPED);
        assertThat(hypervisor.inventory().instance(instance.name()))
                .map(Instance::host)
                .hasValue(home);
        assertThat(tasks.begin(relocate(instance, null), MAY_ACT)).isInstanceOf(TaskAnswer.Accepted.class);
    }

    @Test
    void aVolumeThatIsNotSharedIsCopiedAndReachedFromBothHosts() {
        InstanceId local = fixture.localInstance();
        done(new InstanceTask.Stop(local, home, true));

        done(relocate(local, null));

        for (HostId host : new HostId[] {home, other}) {
            assertThat(fixture.platform().storage().access(local, host))
                    .allSatisfy(access ->
                            assertThat(access.reachable()).as(access.evidence()).isTrue());
        }
    }

    @Test
    void aCancelledRelocationGoesOnWhereItStopped() {
        InstanceId local = fixture.localInstance();
        done(new InstanceTask.Stop(local, home, true));
        InstanceTask slow = relocate(local, DataRate.ofMebibytesPerSecond(1));
        assertThat(tasks.begin(slow, MAY_ACT)).isInstanceOf(TaskAnswer.Accepted.class);
        TaskStanding underWay = awaitStanding(
                slow,
                seen -> seen instanceof TaskStanding.UnderWay way
                        && way.progress().processed().bytes() > 0);
        assertThat(((TaskStanding.UnderWay) underWay).progress()).satisfies(progress -> {
            assertThat(progress.phase()).isEqualTo(OperationPhase.COPYING_DISKS);
            assertThat(progress.processed()).isLessThanOrEqualTo(progress.total());
        });

        assertThat(tasks.cancel(slow, MAY_ACT)).isEqualTo(CancelResult.REQUESTED);

        awaitStanding(slow, TaskStanding.Failed.class::isInstance);
        assertThat(tasks.cancel(slow, MAY_ACT)).isEqualTo(CancelResult.NOTHING_TO_CANCEL);
        done(relocate(local, null));
    }

    @Test
    void aBootedCopyIsTheInstanceAndWhatItCameFromIsSeenUntilItIsReleased() {
        stopAndRelocate();

        done(boot(other, epoch));

        assertThat(hypervisor.inventory().instance(instance.name())).hasValueSatisfying(moved -> {
            assertThat(moved.host()).isEqualTo(other);
            assertThat(moved.state()).isEqualTo(InstanceState.RUNNING);
        });
        assertThat(stateOn(home)).isEqualTo(InstanceState.STOPPED);

        done(new InstanceTask.ReleaseSource(instance, home, other, epoch));
        assertThat(hypervisor.whereabouts(instance).runsOnlyOn(other)).isTrue();
    }

    @Test
    void theSourceIsReleasedOnlyWhereItIsOffAndTheCopyIsComplete() {
        assertRefused(new InstanceTask.ReleaseSource(instance, home, other, epoch));
        done(new InstanceTask.Stop(instance, home, true));
        assertRefused(new InstanceTask.ReleaseSource(instance, home, other, epoch));
        done(relocate(instance, null));

        done(new InstanceTask.ReleaseSource(instance, home, other, epoch));

        assertThat(hypervisor.whereabouts(instance).sightings()).singleElement().satisfies(sighting -> {
            assertThat(sighting.host()).isEqualTo(other);
            assertThat(sighting.state()).isEqualTo(InstanceState.STOPPED);
        });
        done(boot(other, epoch));
    }

    @Test
    void aCopyIsNotBootedWhileTheInstanceRuns() {
        stopAndRelocate();
        done(boot(home, null));

        assertRefused(boot(other, epoch));

        assertThat(stateOn(home)).isEqualTo(InstanceState.RUNNING);
        assertThat(stateOn(other)).isEqualTo(InstanceState.STOPPED);
    }

    @Test
    void theSourceIsNotBootedWhileTheCopyRuns() {
        stopAndRelocate();
        done(boot(other, epoch));

        assertRefused(boot(home, null));

        assertThat(stateOn(other)).isEqualTo(InstanceState.RUNNING);
        assertThat(stateOn(home)).isEqualTo(InstanceState.STOPPED);
    }

    @Test
    void aDiscardedCopyIsGoneAndNothingAskedForItHasAnEffect() {
        stopAndRelocate();
        InstanceTask discard = new InstanceTask.DiscardCopy(instance, other, epoch);
        assertThat(tasks.look(discard)).isInstanceOf(TaskStanding.NotDone.class);

        done(discard);

        assertThat(hypervisor.whereabouts(instance).on(other)).isEmpty();
        assertRefused(boot(other, epoch));
        assertRefused(relocate(instance, null));
        done(boot(home, null));
        assertThat(hypervisor.whereabouts(instance).runsOnlyOn(home)).isTrue();
    }

    @Test
    void aCopyThatWasNeverMadeCanBeDiscardedSoThatItIsNotMadeLater() {
        done(new InstanceTask.Stop(instance, home, true));

        done(new InstanceTask.DiscardCopy(instance, other, epoch));

        assertRefused(relocate(instance, null));
    }

    @Test
    void aCopyThatRunsIsNotDiscarded() {
        stopAndRelocate();
        done(boot(other, epoch));

        assertRefused(new InstanceTask.DiscardCopy(instance, other, epoch));

        assertThat(stateOn(other)).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void theInstanceRunsAtTheSourceAgainWhenItsCopyWasStoppedAndDiscarded() {
        stopAndRelocate();
        done(boot(other, epoch));

        done(new InstanceTask.Stop(instance, other, true));
        done(new InstanceTask.DiscardCopy(instance, other, epoch));
        done(boot(home, null));

        assertThat(hypervisor.whereabouts(instance).runsOnlyOn(home)).isTrue();
        assertThat(hypervisor.inventory().instance(instance.name()))
                .map(Instance::host)
                .hasValue(home);
    }

    @Test
    void theInstanceItselfIsNoLeftover() {
        done(new InstanceTask.Stop(instance, home, true));

        assertRefused(new InstanceTask.RemoveLeftover(instance, home));

        done(boot(home, null));
    }

    @Test
    void anInstanceThatIsSeenToRunIsNotRebuilt() {
        assertRefused(new InstanceTask.Rebuild(instance, home, other, epoch));

        assertThat(hypervisor.whereabouts(instance).runsOnlyOn(home)).isTrue();
    }

    @Test
    void anInstanceThatThePlatformDoesNotHaveIsUnknown() {
        InstanceId unknown = new InstanceId(fixture.platform().name(), "no-such-instance");
        InstanceTask stop = new InstanceTask.Stop(unknown, home, true);

        assertThatExceptionOfType(UnknownInstanceException.class).isThrownBy(() -> tasks.look(stop));
        assertRefused(stop);
    }

    @Test
    void withoutTheLeaseNothingIsBegun() {
        InstanceTask stop = new InstanceTask.Stop(instance, home, true);

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> tasks.begin(stop, () -> {
                    throw new LeaseLostException("somebody else carries on");
                }));

        assertThat(tasks.look(stop)).isInstanceOf(TaskStanding.NotDone.class);
        assertThat(hypervisor.whereabouts(instance).runsOnlyOn(home)).isTrue();
    }

    @Test
    void anotherConnectionSeesHowATaskStands() {
        stopAndRelocate();

        try (Platform again = fixture.reopen()) {
            InstanceTasks elsewhere = again.instanceTasks().orElseThrow();
            assertThat(elsewhere.look(relocate(instance, null))).isInstanceOf(TaskStanding.Done.class);
            assertThat(elsewhere.look(boot(other, epoch))).isInstanceOf(TaskStanding.NotDone.class);
        }
    }

    private void stopAndRelocate() {
        done(new InstanceTask.Stop(instance, home, true));
        done(relocate(instance, null));
    }

    private InstanceTask relocate(InstanceId what, @Nullable DataRate bandwidth) {
        return new InstanceTask.Relocate(what, home, other, epoch, bandwidth);
    }

    private InstanceTask boot(HostId host, @Nullable String copy) {
        return new InstanceTask.Boot(instance, host, copy);
    }

    private @Nullable InstanceState stateOn(HostId host) {
        return hypervisor.whereabouts(instance).on(host).map(Sighting::state).orElse(null);
    }

    private void assertRefused(InstanceTask task) {
        assertThat(tasks.begin(task, MAY_ACT))
                .isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                        .isNotBlank());
    }

    private void done(InstanceTask task) {
        assertThat(tasks.begin(task, MAY_ACT)).as("%s", task).isInstanceOf(TaskAnswer.Accepted.class);
        TaskStanding standing = awaitStanding(task, seen -> !(seen instanceof TaskStanding.UnderWay));
        assertThat(standing).as("%s", task).isInstanceOfSatisfying(TaskStanding.Done.class, seen -> assertThat(
                        seen.evidence())
                .isNotBlank());
    }

    private TaskStanding awaitStanding(InstanceTask task, Predicate<TaskStanding> wanted) {
        return await().atMost(fixture.patience())
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            fixture.letTimePass();
                            return tasks.look(task);
                        },
                        wanted);
    }
}
