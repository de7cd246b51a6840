package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.migrationrunbooks.platform.libvirt.TestFleet.DEAD;
import static org.migrationrunbooks.platform.libvirt.TestFleet.LIVING;
import static org.migrationrunbooks.platform.libvirt.TestFleet.SHARED;
import static org.migrationrunbooks.platform.libvirt.TestFleet.THIRD;
import static org.migrationrunbooks.platform.libvirt.TestFleet.WEB;
import static org.migrationrunbooks.platform.libvirt.TestFleet.kept;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskAnswer;

/** What is known of hosts that never answered this process, and what they keep from being started elsewhere. */
@EnabledIf("org.migrationrunbooks.platform.libvirt.TestDriver#installed")
class DeadHostTest {

    private static final EffectGuard MAY_ACT = () -> {};

    private final TestFleet fleet = new TestFleet(Map.of());

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void itsInstancesAreListedFromWhatWasKept() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));

        FleetSnapshot listed = fleet.platform().hypervisor().inventory();

        assertThat(listed.host("node-a")).hasValueSatisfying(host -> {
            assertThat(host.state()).isEqualTo(HostState.DOWN);
            assertThat(host.memory()).isEqualTo(ByteSize.of("32GB"));
        });
        assertThat(listed.instance("web-1")).hasValueSatisfying(instance -> {
            assertThat(instance.host()).isEqualTo(DEAD);
            assertThat(instance.state()).isEqualTo(InstanceState.UNKNOWN);
            assertThat(instance.memory()).isEqualTo(ByteSize.of("256MiB"));
            assertThat(instance.cpus()).isEqualTo(2);
            assertThat(instance.priority()).isEqualTo(7);
            assertThat(instance.antiAffinity()).isEqualTo("web");
            assertThat(instance.labels()).containsEntry("tier", "gold");
            assertThat(instance.volumes()).containsExactly(new Volume("vda", ByteSize.of("20GB"), true));
        });
        assertThat(fleet.platform().hypervisor().whereabouts(WEB).silent()).containsExactly(DEAD, THIRD);
    }

    @Test
    void whatWasOffWhenItWasReadLastIsOff() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.STOPPED));

        assertThat(fleet.platform().hypervisor().inventory().instance("web-1"))
                .hasValueSatisfying(instance -> assertThat(instance.state()).isEqualTo(InstanceState.STOPPED));
    }

    @Test
    void whatALivingHostRunsIsThere() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));
        fleet.define(SHARED);
        fleet.living().domain("web-1", domain -> {
            domain.start();
            return true;
        });

        FleetSnapshot listed = fleet.platform().hypervisor().inventory();

        assertThat(listed.instances())
                .filteredOn(instance -> instance.name().equals("web-1"))
                .singleElement()
                .satisfies(instance -> {
                    assertThat(instance.host()).isEqualTo(LIVING);
                    assertThat(instance.state()).isEqualTo(InstanceState.RUNNING);
                });
    }

    @Test
    void whatALivingHostHasOffMayRunOnTheDeadOne() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));
        fleet.define(SHARED);

        assertThat(fleet.platform().hypervisor().inventory().instance("web-1"))
                .hasValueSatisfying(instance -> assertThat(instance.host()).isEqualTo(DEAD));
    }

    @Test
    void aHostOfWhichNothingIsKnownMayHaveEverything() {
        fleet.told(DEAD);
        fleet.define(SHARED);

        assertRefused(new InstanceTask.Boot(WEB, LIVING, null), "host test/node-c does not answer");
    }

    @Test
    void whatItHadIsNotStartedElsewhere() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.STOPPED));
        fleet.told(THIRD);
        fleet.define(SHARED);

        assertRefused(new InstanceTask.Boot(WEB, LIVING, null), "host test/node-a does not answer");
    }

    @Test
    void whatItDidNotHaveIsStartedElsewhere() {
        fleet.told(DEAD);
        fleet.told(THIRD);
        fleet.define(SHARED);
        InstanceTask boot = new InstanceTask.Boot(WEB, LIVING, null);

        assertThat(begin(boot)).isInstanceOf(TaskAnswer.Accepted.class);
        assertThat(fleet.living().domain("web-1", Domain::state).map(DomainState::instanceState))
                .hasValue(InstanceState.RUNNING);
    }

    @Test
    void whatRanElsewhereSinceIsStoppedAndStartedThere() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));
        fleet.told(THIRD);
        fleet.define(SHARED);
        fleet.living().domain("web-1", domain -> {
            domain.start();
            return true;
        });

        assertThat(begin(new InstanceTask.Stop(WEB, LIVING, true))).isInstanceOf(TaskAnswer.Accepted.class);
        assertThat(begin(new InstanceTask.Boot(WEB, LIVING, null))).isInstanceOf(TaskAnswer.Accepted.class);
    }

    private TaskAnswer begin(InstanceTask task) {
        return fleet.platform().instanceTasks().orElseThrow().begin(task, MAY_ACT);
    }

    private void assertRefused(InstanceTask task, String words) {
        assertThat(begin(task)).isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                .contains(words));
        assertThat(fleet.living().domain("web-1", Domain::state).map(DomainState::active))
                .hasValue(false);
    }
}
