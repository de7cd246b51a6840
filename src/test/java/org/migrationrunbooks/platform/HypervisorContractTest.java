package org.migrationrunbooks.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Strategy;

/** What every adapter of a hypervisor does alike, on a real installation or on the simulated one. */
public abstract class HypervisorContractTest {

    private static final EffectGuard MAY_ACT = () -> {};
    private static final Strategy.Live POST_COPY = new Strategy.Live(false, true);
    private static final Strategy.Live DISKS = new Strategy.Live(false, false, true);

    private PlatformFixture fixture;
    private Hypervisor hypervisor;

    /** Sets the installation up, or puts it back in order. */
    protected abstract PlatformFixture open();

    @BeforeEach
    void openFixture() {
        fixture = open();
        hypervisor = fixture.platform().hypervisor();
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void inventoryListsHostsAndInstancesWithTheirSizes() {
        var inventory = hypervisor.inventory();

        assertThat(inventory.platform()).isEqualTo(fixture.platform().name());
        assertThat(inventory.host(fixture.home().name())).hasValueSatisfying(host -> {
            assertThat(host.state()).isEqualTo(HostState.UP);
            assertThat(host.cpus()).isPositive();
            assertThat(host.memory().bytes()).isPositive();
        });
        assertThat(inventory.host(fixture.otherHost().name())).isPresent();
        assertThat(inventory.instance(fixture.runningInstance().name())).hasValueSatisfying(instance -> {
            assertThat(instance.host()).isEqualTo(fixture.home());
            assertThat(instance.state()).isEqualTo(InstanceState.RUNNING);
            assertThat(instance.memory().bytes()).isPositive();
            assertThat(instance.uid()).isNotBlank();
        });
    }

    @Test
    void anInstanceAtRestIsSeenOnItsHostOnly() {
        Whereabouts whereabouts = hypervisor.whereabouts(fixture.runningInstance());

        assertThat(whereabouts.runsOnlyOn(fixture.home())).as("%s", whereabouts).isTrue();
        assertThat(whereabouts.on(fixture.home())).hasValueSatisfying(sighting -> {
            assertThat(sighting.incoming()).isFalse();
            assertThat(sighting.transferring()).isFalse();
        });
    }

    @Test
    void anUnknownInstanceIsSeenNowhereAndNoHostIsSilent() {
        Whereabouts whereabouts = hypervisor.whereabouts(unknownInstance());

        assertThat(whereabouts.sightings()).isEmpty();
        assertThat(whereabouts.silent()).isEmpty();
    }

    @Test
    void questionsAboutAnUnknownInstanceSayThatItIsUnknown() {
        assertThatExceptionOfType(UnknownInstanceException.class)
                .isThrownBy(() -> hypervisor.baseline(unknownInstance()));
        assertThatExceptionOfType(UnknownInstanceException.class)
                .isThrownBy(() -> hypervisor.measureLoad(unknownInstance()));
    }

    @Test
    void theBaselineNamesTheIdentityThatTheInventoryShows() {
        Instance instance = hypervisor
                .inventory()
                .instance(fixture.runningInstance().name())
                .orElseThrow();

        assertThat(hypervisor.baseline(instance.id()).uid()).isEqualTo(instance.uid());
    }

    @Test
    void aBusyInstanceIsMeasuredToWriteMoreThanAQuietOne() {
        DataRate quiet = hypervisor.measureLoad(fixture.runningInstance()).dirtyRate();
        DataRate busy = hypervisor.measureLoad(fixture.busyInstance()).dirtyRate();

        assertThat(busy).isNotNull();
        assertThat(quiet == null ? DataRate.ZERO : quiet).isLessThan(busy);
    }

    @Test
    void nothingStandsInTheWayOfAPossibleMove() {
        assertThat(hypervisor.preflight(plain(fixture.runningInstance())).blockers())
                .isEmpty();
    }

    @Test
    void preflightNamesEveryBlockerAndNotOnlyTheFirst() {
        var nowhere = new MigrationRequest(
                unknownInstance(),
                fixture.home(),
                new HostId(fixture.platform().name(), "no-such-host"),
                Strategy.PLAIN,
                null,
                fixture.maxDowntime());

        assertThat(hypervisor.preflight(nowhere).blockers())
                .extracting(Blocker::code)
                .contains(BlockerCode.INSTANCE_UNKNOWN, BlockerCode.HOST_UNKNOWN);
        assertThat(hypervisor.preflight(nowhere).blockers()).allSatisfy(blocker -> {
            assertThat(blocker.reason()).isNotBlank();
            assertThat(blocker.remedy()).isNotBlank();
        });
    }

    @Test
    void preflightRefusesTheHostWhereTheInstanceIs() {
        var same = new MigrationRequest(
                fixture.runningInstance(), fixture.home(), fixture.home(), Strategy.PLAIN, null, fixture.maxDowntime());

        assertThat(hypervisor.preflight(same).blockers())
                .extracting(Blocker::code)
                .contains(BlockerCode.SAME_HOST);
    }

    @Test
    void preflightNamesTheWrongSource() {
        var fromElsewhere = new MigrationRequest(
                fixture.runningInstance(),
                fixture.otherHost(),
                fixture.home(),
                Strategy.PLAIN,
                null,
                fixture.maxDowntime());

        assertThat(hypervisor.preflight(fromElsewhere).blockers())
                .extracting(Blocker::code)
                .contains(BlockerCode.INSTANCE_NOT_AT_SOURCE);
    }

    @Test
    void preflightAndQuestionsChangeNothing() {
        MigrationCommand command = command(plain(fixture.runningInstance()));
        Baseline before = hypervisor.baseline(fixture.runningInstance());

        hypervisor.preflight(command.request());
        hypervisor.find(command);
        hypervisor.whereabouts(fixture.runningInstance());

        assertThat(hypervisor.baseline(fixture.runningInstance())).isEqualTo(before);
        assertThat(hypervisor.whereabouts(fixture.runningInstance()).runsOnlyOn(fixture.home()))
                .isTrue();
    }

    @Test
    void whatWasNeverAskedForIsKnownNotToHaveStarted() {
        assertThat(hypervisor.find(command(plain(fixture.runningInstance())))).isInstanceOf(Trace.NotStarted.class);
    }

    @Test
    void aMigrationEndsWithTheInstanceRunningAtTheDestinationAndNowhereElse() {
        MigrationCommand command = command(plain(fixture.runningInstance()));

        MigrationHandle handle = started(command);
        OperationOutcome outcome = awaitEnd(handle);

        assertThat(outcome).isInstanceOfSatisfying(OperationOutcome.Completed.class, completed -> {
            assertThat(completed.host()).isEqualTo(fixture.otherHost());
            assertThat(completed.totalTime()).isPositive();
            assertThat(completed.downtime() != null
                            || !hypervisor.capabilities().measuresDowntime())
                    .isTrue();
        });
        Whereabouts whereabouts = hypervisor.whereabouts(fixture.runningInstance());
        assertThat(whereabouts.runsOnlyOn(fixture.otherHost()))
                .as("%s", whereabouts)
                .isTrue();
        assertThat(hypervisor.inventory().instance(fixture.runningInstance().name()))
                .map(Instance::host)
                .hasValue(fixture.otherHost());
    }

    @Test
    void anInstanceIsNeverSeenToRunOnTwoHostsWhileItMoves() {
        MigrationHandle handle = started(command(plain(fixture.runningInstance())));
        List<Whereabouts> seen = new ArrayList<>();

        awaitStatus(handle, status -> {
            seen.add(hypervisor.whereabouts(fixture.runningInstance()));
            return status instanceof MigrationStatus.Ended;
        });

        assertThat(seen).allSatisfy(whereabouts -> {
            assertThat(whereabouts.sightings())
                    .filteredOn(sighting -> sighting.state() == InstanceState.RUNNING)
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(whereabouts.sightings())
                    .filteredOn(Sighting::incoming)
                    .allSatisfy(sighting -> assertThat(sighting.state()).isEqualTo(InstanceState.PAUSED));
        });
    }

    @Test
    void aMovingInstanceIsSeenRunningAtTheSourceAndArrivingAtTheDestination() {
        MigrationHandle handle = started(command(plain(fixture.busyInstance())));

        awaitStatus(handle, status -> hypervisor
                .whereabouts(fixture.busyInstance())
                .on(fixture.otherHost())
                .isPresent());

        Whereabouts whereabouts = hypervisor.whereabouts(fixture.busyInstance());
        assertThat(whereabouts.on(fixture.home())).hasValueSatisfying(source -> {
            assertThat(source.state()).isEqualTo(InstanceState.RUNNING);
            assertThat(source.transferring()).isTrue();
            assertThat(source.incoming()).isFalse();
        });
        assertThat(whereabouts.on(fixture.otherHost())).hasValueSatisfying(destination -> {
            assertThat(destination.state()).isEqualTo(InstanceState.PAUSED);
            assertThat(destination.incoming()).isTrue();
        });
        cancelAndAwaitEnd(handle);
    }

    @Test
    void aStartedMigrationIsFoundWhileItRunsAndAfterItHasEnded() {
        MigrationCommand command = command(plain(fixture.runningInstance()));
        MigrationHandle handle = started(command);

        assertThat(hypervisor.find(command)).isEqualTo(new Trace.Found(handle));
        awaitEnd(handle);

        assertThat(hypervisor.find(command))
                .isInstanceOfSatisfying(Trace.Found.class, found -> assertThat(hypervisor.status(found.handle()))
                        .isInstanceOfSatisfying(MigrationStatus.Ended.class, ended -> assertThat(ended.outcome())
                                .isInstanceOf(OperationOutcome.Completed.class)));
    }

    @Test
    void theMarkOfAMigrationTravelsWithTheInstance() {
        MigrationCommand command = command(plain(fixture.runningInstance()));
        awaitEnd(started(command));

        assertThat(hypervisor.whereabouts(fixture.runningInstance()).on(fixture.otherHost()))
                .map(Sighting::mark)
                .hasValue(command.key());
    }

    @Test
    void anInstanceCanBeMovedBack() {
        awaitEnd(started(command(plain(fixture.runningInstance()))));
        var back = new MigrationRequest(
                fixture.runningInstance(),
                fixture.otherHost(),
                fixture.home(),
                Strategy.PLAIN,
                null,
                fixture.maxDowntime());

        MigrationCommand command = command(back);
        assertThat(hypervisor.find(command)).isInstanceOf(Trace.NotStarted.class);
        awaitEnd(started(command));

        assertThat(hypervisor.whereabouts(fixture.runningInstance()).runsOnlyOn(fixture.home()))
                .isTrue();
    }

    @Test
    void progressTellsWhatIsLeft() {
        MigrationHandle handle = started(command(plain(fixture.busyInstance())));

        OperationProgress progress =
                awaitProgress(handle, seen -> seen.processed().bytes() > 0);

        assertThat(progress.total().bytes()).isPositive();
        assertThat(progress.remaining()).isLessThanOrEqualTo(progress.total());
        assertThat(progress.observedAt()).isNotNull();
        cancelAndAwaitEnd(handle);
    }

    @Test
    void aSecondStartOfAMovingInstanceIsRefusedAndDisturbsNothing() {
        MigrationCommand first = command(plain(fixture.busyInstance()));
        MigrationHandle handle = started(first);

        assertThat(hypervisor.preflight(plain(fixture.busyInstance())).blockers())
                .extracting(Blocker::code)
                .contains(BlockerCode.INSTANCE_IN_MIGRATION);
        assertThat(hypervisor.start(command(plain(fixture.busyInstance())), MAY_ACT))
                .isInstanceOf(StartResult.Refused.class);

        assertThat(hypervisor.find(first)).isEqualTo(new Trace.Found(handle));
        assertThat(hypervisor.status(handle)).isInstanceOf(MigrationStatus.Running.class);
        cancelAndAwaitEnd(handle);
    }

    @Test
    void aStartFromTheWrongHostIsRefusedAndMovesNothing() {
        var fromElsewhere = new MigrationRequest(
                fixture.runningInstance(),
                fixture.otherHost(),
                fixture.home(),
                Strategy.PLAIN,
                null,
                fixture.maxDowntime());

        assertThat(hypervisor.start(command(fromElsewhere), MAY_ACT)).isInstanceOf(StartResult.Refused.class);
        assertThat(hypervisor.whereabouts(fixture.runningInstance()).runsOnlyOn(fixture.home()))
                .isTrue();
    }

    @Test
    void aCancelledMigrationLeavesTheInstanceRunningAtTheSourceOnly() {
        MigrationHandle handle = started(command(plain(fixture.busyInstance())));
        awaitProgress(handle, seen -> seen.processed().bytes() > 0);

        assertThat(hypervisor.cancel(handle, MAY_ACT)).isEqualTo(CancelResult.REQUESTED);

        assertThat(awaitEnd(handle)).isEqualTo(new OperationOutcome.Cancelled(fixture.home(), InstanceState.RUNNING));
        assertThat(hypervisor.whereabouts(fixture.busyInstance()).runsOnlyOn(fixture.home()))
                .isTrue();
        assertThat(hypervisor.cancel(handle, MAY_ACT)).isEqualTo(CancelResult.NOTHING_TO_CANCEL);
        assertThat(hypervisor.escalations(handle)).isEmpty();
    }

    @Test
    void escalationsStayWithinTheFlagsOfTheStart() {
        MigrationHandle handle = started(command(plain(fixture.busyInstance())));
        awaitProgress(handle, seen -> seen.processed().bytes() > 0);

        assertThat(hypervisor.escalations(handle)).noneMatch(Escalation.SwitchToPostCopy.class::isInstance);
        cancelAndAwaitEnd(handle);
    }

    @Test
    void aBusyInstanceGetsAcrossByPostCopyWhereTheStartAllowedIt() {
        MigrationHandle handle = started(command(request(fixture.busyInstance(), POST_COPY)));
        awaitProgress(handle, seen -> hypervisor.escalations(handle).contains(new Escalation.SwitchToPostCopy()));

        hypervisor.escalate(handle, new Escalation.SwitchToPostCopy(), MAY_ACT);
        hypervisor.escalate(handle, new Escalation.SwitchToPostCopy(), MAY_ACT);

        assertThat(awaitEnd(handle)).isInstanceOf(OperationOutcome.Completed.class);
        assertThat(hypervisor.whereabouts(fixture.busyInstance()).runsOnlyOn(fixture.otherHost()))
                .isTrue();
    }

    @Test
    void aPrivateVolumeHindersAMoveOfMemoryOnly() {
        InstanceId local = localInstance();

        assertThat(hypervisor.preflight(plain(local)).blockers())
                .extracting(Blocker::code)
                .contains(BlockerCode.VOLUME_NOT_SHARED);
        assertThat(hypervisor.preflight(request(local, DISKS)).blockers()).isEmpty();
    }

    @Test
    void privateVolumesGoAlongAndAreAtTheDestinationOnlyAfterwards() {
        InstanceId local = localInstance();
        MigrationHandle handle = started(command(request(local, DISKS)));

        assertThat(awaitEnd(handle)).isInstanceOf(OperationOutcome.Completed.class);
        assertThat(hypervisor.clearAway(handle, MAY_ACT)).isEmpty();

        assertThat(hypervisor.whereabouts(local).runsOnlyOn(fixture.otherHost()))
                .isTrue();
        assertThat(volumesReached(local, fixture.otherHost())).doesNotContain(false);
        assertThat(volumesReached(local, fixture.home())).contains(false);
        assertThat(hypervisor.clearAway(handle, MAY_ACT)).isEmpty();
        assertThat(hypervisor.find(handle.command())).isEqualTo(new Trace.Found(handle));
    }

    @Test
    void whatIsCopiedOfDisksIsToldApartFromMemoryAndACancelledCopyLeavesNothing() {
        InstanceId local = localInstance();
        MigrationHandle handle = started(command(new MigrationRequest(
                local,
                fixture.home(),
                fixture.otherHost(),
                DISKS,
                DataRate.ofMebibytesPerSecond(1),
                fixture.maxDowntime())));

        OperationProgress progress = awaitProgress(
                handle, seen -> seen.disks() != null && seen.disks().processed().bytes() > 0);
        assertThat(progress.phase()).isEqualTo(OperationPhase.COPYING_DISKS);
        assertThat(progress.rest().processed()).isEqualTo(ByteSize.ZERO);
        assertThat(progress.rest().remaining().bytes()).isPositive();
        assertThat(hypervisor.whereabouts(local).on(fixture.home()))
                .map(Sighting::state)
                .hasValue(InstanceState.RUNNING);
        hypervisor.clearAway(handle, MAY_ACT);
        assertThat(hypervisor.status(handle)).isInstanceOf(MigrationStatus.Running.class);

        assertThat(hypervisor.cancel(handle, MAY_ACT)).isEqualTo(CancelResult.REQUESTED);

        assertThat(awaitEnd(handle)).isEqualTo(new OperationOutcome.Cancelled(fixture.home(), InstanceState.RUNNING));
        assertThat(hypervisor.clearAway(handle, MAY_ACT)).isEmpty();
        assertThat(hypervisor.whereabouts(local).runsOnlyOn(fixture.home())).isTrue();
        assertThat(volumesReached(local, fixture.home())).doesNotContain(false);
        assertThat(volumesReached(local, fixture.otherHost())).contains(false);
    }

    private InstanceId localInstance() {
        assumeThat(hypervisor.capabilities().copyDisks()).isTrue();
        return fixture.localInstance();
    }

    private List<Boolean> volumesReached(InstanceId instance, HostId host) {
        return fixture.platform().storage().access(instance, host).stream()
                .map(VolumeAccess::reachable)
                .toList();
    }

    @Test
    void withoutTheLeaseNothingIsMarkedAndNothingStarted() {
        MigrationCommand command = command(plain(fixture.runningInstance()));

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> hypervisor.start(command, () -> {
                    throw new LeaseLostException("somebody else carries on");
                }));

        assertThat(hypervisor.find(command)).isInstanceOf(Trace.NotStarted.class);
        assertThat(hypervisor.whereabouts(fixture.runningInstance()).runsOnlyOn(fixture.home()))
                .isTrue();
    }

    @Test
    void aLeaseLostAfterTheMarkStopsTheStartAndLeavesADoubt() {
        MigrationCommand command = command(plain(fixture.runningInstance()));
        AtomicInteger effects = new AtomicInteger();

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> hypervisor.start(command, () -> {
                    if (effects.incrementAndGet() > 1) {
                        throw new LeaseLostException("somebody else carries on");
                    }
                }));

        assertThat(hypervisor.find(command)).isInstanceOf(Trace.NoTrace.class);
        assertThat(hypervisor.whereabouts(fixture.runningInstance()).runsOnlyOn(fixture.home()))
                .isTrue();
    }

    @Test
    void anotherConnectionFindsAndFollowsWhatThisOneStarted() {
        MigrationCommand command = command(plain(fixture.busyInstance()));
        started(command);

        try (Platform again = fixture.reopen()) {
            Trace trace = again.hypervisor().find(command);
            assertThat(trace).isInstanceOf(Trace.Found.class);
            MigrationHandle found = ((Trace.Found) trace).handle();
            assertThat(again.hypervisor().status(found)).isInstanceOf(MigrationStatus.Running.class);
            again.hypervisor().cancel(found, MAY_ACT);
            // Who did not ask may be told only that it failed, but where the instance runs.
            OperationOutcome outcome = awaitEnd(found);
            assertThat(outcome)
                    .isIn(new OperationOutcome.Cancelled(fixture.home(), InstanceState.RUNNING), failedAtHome(outcome));
        }
    }

    private OperationOutcome failedAtHome(OperationOutcome outcome) {
        String reason = outcome instanceof OperationOutcome.Failed failed ? failed.reason() : "";
        return new OperationOutcome.Failed(reason, fixture.home(), InstanceState.RUNNING);
    }

    private InstanceId unknownInstance() {
        return new InstanceId(fixture.platform().name(), "no-such-instance");
    }

    private MigrationRequest plain(InstanceId instance) {
        return request(instance, Strategy.PLAIN);
    }

    private MigrationRequest request(InstanceId instance, Strategy.Live strategy) {
        return new MigrationRequest(
                instance, fixture.home(), fixture.otherHost(), strategy, null, fixture.maxDowntime());
    }

    private MigrationCommand command(MigrationRequest request) {
        return new MigrationCommand(
                OperationKey.of(RunbookId.random(), "transfer", 1), request, hypervisor.baseline(request.instance()));
    }

    private MigrationHandle started(MigrationCommand command) {
        StartResult result = hypervisor.start(command, MAY_ACT);
        assertThat(result).isInstanceOf(StartResult.Accepted.class);
        return ((StartResult.Accepted) result).handle();
    }

    private OperationOutcome awaitEnd(MigrationHandle handle) {
        MigrationStatus end = awaitStatus(handle, MigrationStatus.Ended.class::isInstance);
        return ((MigrationStatus.Ended) end).outcome();
    }

    private void cancelAndAwaitEnd(MigrationHandle handle) {
        hypervisor.cancel(handle, MAY_ACT);
        awaitEnd(handle);
    }

    private OperationProgress awaitProgress(MigrationHandle handle, Predicate<OperationProgress> wanted) {
        MigrationStatus status = awaitStatus(
                handle, seen -> seen instanceof MigrationStatus.Running running && wanted.test(running.progress()));
        return ((MigrationStatus.Running) status).progress();
    }

    private MigrationStatus awaitStatus(MigrationHandle handle, Predicate<MigrationStatus> wanted) {
        return await().atMost(fixture.patience())
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            fixture.letTimePass();
                            return hypervisor.status(handle);
                        },
                        wanted);
    }
}
