package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.migrationrunbooks.platform.libvirt.TestFleet.LIVING;
import static org.migrationrunbooks.platform.libvirt.TestFleet.SHARED;
import static org.migrationrunbooks.platform.libvirt.TestFleet.WEB;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.platform.Upkeep;

/** What is looked after on hosts without being asked: that they are known, and that they start nothing by themselves. */
@EnabledIf("org.migrationrunbooks.platform.libvirt.TestDriver#installed")
class UpkeepTest {

    private static final EffectGuard MAY_ACT = () -> {};
    private static final EffectGuard MAY_NOT = () -> {
        throw new LeaseLostException("nothing may be changed");
    };

    private TestFleet fleet = new TestFleet(Map.of());

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void keepsWhatTheHostHas() {
        fleet.define(SHARED);

        run(MAY_ACT);

        assertThat(fleet.definitions().find(LIVING, WEB)).hasValueSatisfying(kept -> {
            assertThat(kept.state()).isEqualTo(InstanceState.STOPPED);
            assertThat(kept.persistent()).isTrue();
            assertThat(DomainXml.parse(kept.definition()).notes().labels()).containsEntry("tier", "gold");
        });
    }

    @Test
    void forgetsWhatTheHostHasNotAnyMore() {
        fleet.told(LIVING, TestFleet.kept(LIVING, SHARED, InstanceState.RUNNING));

        run(MAY_ACT);

        assertThat(fleet.definitions().find(LIVING, WEB)).isEmpty();
    }

    @Test
    void takesAutostartOffAndNotesThatItWasOn() {
        startedByHost(SHARED);

        assertThat(run(MAY_ACT)).containsExactly(new Upkeep.AutostartTakenOff(WEB, LIVING));

        assertThat(autostart()).isFalse();
        assertThat(note().autostart()).isTrue();
        assertThat(run(MAY_ACT)).isEmpty();
    }

    @Test
    void takesItOffAgainWhereSomebodyPutItBack() {
        startedByHost(SHARED);
        run(MAY_ACT);
        fleet.living().domain("web-1", domain -> {
            domain.autostart(true);
            return true;
        });

        assertThat(run(MAY_ACT)).hasSize(1);

        assertThat(autostart()).isFalse();
    }

    @Test
    void leavesAloneWhatIsOptedOut() {
        startedByHost(SHARED.replacing("name=\"tier\" value=\"gold\"", "name=\"runbooks\" value=\"opt-out\""));

        assertThat(run(MAY_ACT)).isEmpty();

        assertThat(autostart()).isTrue();
        assertThat(note()).isEqualTo(RelocationNote.NONE);
    }

    @Test
    void leavesAloneWhatIsOnAHostThatIsOptedOut() {
        reopen("hosts[1].labels.runbooks", "opt-out");
        startedByHost(SHARED);

        assertThat(run(MAY_ACT)).isEmpty();

        assertThat(autostart()).isTrue();
    }

    @Test
    void leavesAutostartAloneWhereThatIsConfigured() {
        reopen("leaveAutostart", "true");
        startedByHost(SHARED);

        assertThat(run(MAY_ACT)).isEmpty();

        assertThat(autostart()).isTrue();
        assertThat(fleet.definitions().find(LIVING, WEB)).isPresent();
    }

    @Test
    void changesNothingWhereItMayNot() {
        startedByHost(SHARED);

        assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> run(MAY_NOT));

        assertThat(autostart()).isTrue();
        assertThat(fleet.definitions().find(LIVING, WEB)).isPresent();
    }

    @Test
    void readingTheInventoryChangesNothing() {
        startedByHost(SHARED);

        fleet.platform().hypervisor().inventory();

        assertThat(autostart()).isTrue();
    }

    @Test
    void whatIsStartedByARunbookIsNotGivenBackToItsHost() {
        fleet.told(TestFleet.DEAD);
        fleet.told(TestFleet.THIRD);
        startedByHost(SHARED);
        run(MAY_ACT);

        fleet.platform().instanceTasks().orElseThrow().begin(new InstanceTask.Boot(WEB, LIVING, null), MAY_ACT);

        assertThat(autostart()).isFalse();
        assertThat(note().autostart()).isTrue();
    }

    private void reopen(String property, String value) {
        fleet.close();
        fleet = new TestFleet(Map.of(property, value));
    }

    private void startedByHost(SampleDomain domain) {
        fleet.define(domain);
        fleet.living().domain("web-1", defined -> {
            defined.autostart(true);
            return true;
        });
    }

    private List<Upkeep.AutostartTakenOff> run(EffectGuard guard) {
        List<Upkeep.AutostartTakenOff> taken = new ArrayList<>();
        fleet.platform().upkeep().orElseThrow().run(guard, taken::add);
        return taken;
    }

    private boolean autostart() {
        return fleet.living().domain("web-1", Domain::autostart).orElseThrow();
    }

    private RelocationNote note() {
        return fleet.living().domain("web-1", Domain::xml).orElseThrow().relocation();
    }
}
