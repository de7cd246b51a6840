package org.migrationrunbooks.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;

/** What every adapter does alike when a host has lost its power: what is known of it, what is started elsewhere, what it leaves behind. */
public abstract class EvacuationContractTest {

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
    void whatWasOnADeadHostIsListedThereAlsoAfterARestartOfOurs() {
        Instance before = hypervisor.inventory().instance(instance.name()).orElseThrow();
        losePower();

        try (Platform again = fixture.reopen()) {
            for (Platform platform : new Platform[] {fixture.platform(), again}) {
                var fleet = platform.hypervisor().inventory();
                assertThat(fleet.host(home.name()))
                        .hasValueSatisfying(host -> assertThat(host.state()).isEqualTo(HostState.DOWN));
                assertThat(fleet.instance(instance.name())).hasValueSatisfying(dead -> {
                    assertThat(dead.state()).isEqualTo(InstanceState.UNKNOWN);
                    assertThat(dead)
                            .usingRecursiveComparison()
                            .ignoringFields("state")
                            .isEqualTo(before);
                });
                assertThat(platform.hypervisor().whereabouts(instance).silent()).containsExactly(home);
            }
        }
    }

    @Test
    void anInstanceOfADeadHostIsRebuiltOnce() {
        losePower();
        InstanceTask rebuild = rebuild(instance, epoch);
        assertThat(tasks.look(rebuild)).isInstanceOf(TaskStanding.NotDone.class);

        done(rebuild);

        assertRunsAtTheDestination();
        assertThat(tasks.begin(rebuild, MAY_ACT)).isInstanceOf(TaskAnswer.Accepted.class);
        assertRefused(rebuild(instance, epoch + "-again"));
        try (Platform again = fixture.reopen()) {
            assertThat(again.instanceTasks().orElseThrow().look(rebuild)).isInstanceOf(TaskStanding.Done.class);
        }
    }

    @Test
    void afterARestartOfOursADeadHostDoesNotKeepItsInstancesFromBeingRebuilt() {
        losePower();

        try (Platform again = fixture.reopen()) {
            InstanceTasks anew = again.instanceTasks().orElseThrow();
            assertThat(anew.begin(rebuild(instance, epoch), MAY_ACT)).isInstanceOf(TaskAnswer.Accepted.class);
        }

        awaitDone(rebuild(instance, epoch));
        assertRunsAtTheDestination();
    }

    @Test
    void anInstanceWithAVolumeThatOnlyTheDeadHostHasIsNotRebuilt() {
        InstanceId local = fixture.localInstance();
        losePower();

        assertRefused(rebuild(local, epoch));

        assertThat(hypervisor.whereabouts(local).on(other)).isEmpty();
    }

    @Test
    void withoutTheLeaseNothingIsRebuilt() {
        losePower();

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> tasks.begin(rebuild(instance, epoch), () -> {
                    throw new LeaseLostException("somebody else carries on");
                }));

        assertThat(hypervisor.whereabouts(instance).on(other)).isEmpty();
    }

    @Test
    void aRebuildThatWasWithdrawnIsNotCarriedOut() {
        losePower();
        done(new InstanceTask.DiscardCopy(instance, other, epoch));

        assertRefused(rebuild(instance, epoch));

        done(rebuild(instance, epoch + "-2"));
    }

    @Test
    void aRebuiltInstanceIsStoppedAndStartedWhileItsOldHostIsDead() {
        losePower();
        done(rebuild(instance, epoch));

        done(new InstanceTask.Stop(instance, other, true));
        assertRefused(rebuild(instance, epoch + "-2"));
        done(new InstanceTask.Boot(instance, other, null));

        assertRunsAtTheDestination();
    }

    @Test
    void whatAHostBringsBackIsALeftoverThatIsNotStartedAndIsRemoved() {
        losePower();
        done(rebuild(instance, epoch));

        fixture.givePower(home);

        assertThat(stateOn(home)).isIn(InstanceState.STOPPED, InstanceState.CRASHED);
        assertRunsAtTheDestination();
        assertRefused(new InstanceTask.Boot(instance, home, null));
        assertRefused(new InstanceTask.RemoveLeftover(instance, other));
        done(new InstanceTask.RemoveLeftover(instance, home));
        assertThat(hypervisor.whereabouts(instance).runsOnlyOn(other)).isTrue();
    }

    private void losePower() {
        hypervisor.inventory(); // as it is taken again and again
        fixture.takePower(home);
    }

    private InstanceTask rebuild(InstanceId what, String name) {
        return new InstanceTask.Rebuild(what, home, other, name);
    }

    private void assertRunsAtTheDestination() {
        assertThat(stateOn(other)).isEqualTo(InstanceState.RUNNING);
        assertThat(hypervisor.inventory().instance(instance.name())).hasValueSatisfying(rebuilt -> {
            assertThat(rebuilt.host()).isEqualTo(other);
            assertThat(rebuilt.state()).isEqualTo(InstanceState.RUNNING);
        });
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
        awaitDone(task);
    }

    private void awaitDone(InstanceTask task) {
        TaskStanding standing = await().atMost(fixture.patience())
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            fixture.letTimePass();
                            return tasks.look(task);
                        },
                        seen -> !(seen instanceof TaskStanding.UnderWay));
        assertThat(standing).as("%s", task).isInstanceOf(TaskStanding.Done.class);
    }
}
