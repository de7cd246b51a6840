package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.migrationrunbooks.platform.libvirt.TestFleet.DEAD;
import static org.migrationrunbooks.platform.libvirt.TestFleet.LIVING;
import static org.migrationrunbooks.platform.libvirt.TestFleet.SHARED;
import static org.migrationrunbooks.platform.libvirt.TestFleet.THIRD;
import static org.migrationrunbooks.platform.libvirt.TestFleet.WEB;
import static org.migrationrunbooks.platform.libvirt.TestFleet.kept;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/** When an instance of a host that does not answer is started elsewhere, and when it is not. */
@EnabledIf("org.migrationrunbooks.platform.libvirt.TestDriver#installed")
class RebuildTest {

    private static final EffectGuard MAY_ACT = () -> {};
    private static final InstanceTask.Rebuild REBUILD = new InstanceTask.Rebuild(WEB, DEAD, LIVING, "e-1");

    private final TestFleet fleet = new TestFleet(Map.of());
    private InstanceTasks tasks;

    @BeforeEach
    void theThirdHostHadNothing() {
        tasks = fleet.platform().instanceTasks().orElseThrow();
        fleet.told(THIRD);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void startsWhatWasKeptUnderItsEpoch() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));
        assertThat(tasks.look(REBUILD))
                .isInstanceOfSatisfying(TaskStanding.NotDone.class, seen -> assertThat(seen.evidence())
                        .contains("node-b has nothing", "node-a had it", TestFleet.THEN.toString(), "running"));

        assertThat(begin(REBUILD)).isInstanceOf(TaskAnswer.Accepted.class);

        assertThat(tasks.look(REBUILD)).isInstanceOf(TaskStanding.Done.class);
        DomainXml rebuilt = fleet.living().domain("web-1", Domain::xml).orElseThrow();
        assertThat(rebuilt.relocation()).isEqualTo(new RelocationNote("e-1", true, false, List.of()));
        assertThat(rebuilt.notes().labels()).containsEntry("tier", "gold");
        assertThat(fleet.living().domain("web-1", Domain::state).map(DomainState::instanceState))
                .hasValue(InstanceState.RUNNING);
    }

    @Test
    void whatTheDeadHostHadIsOutlivedByIt() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));

        begin(REBUILD);

        assertThat(fleet.definitions().find(DEAD, WEB)).isEmpty();
        assertThat(fleet.definitions().find(LIVING, WEB))
                .hasValueSatisfying(here -> assertThat(here.state()).isEqualTo(InstanceState.RUNNING));
    }

    @Test
    void anEarlierEpochIsWithdrawnSoThatWhatComesBackIsALeftover() {
        fleet.told(DEAD, kept(DEAD, noted("epoch='e-0' booted='true' withdrawn='e-9'"), InstanceState.RUNNING));

        begin(REBUILD);

        RelocationNote rebuilt =
                fleet.living().domain("web-1", Domain::xml).orElseThrow().relocation();
        assertThat(rebuilt.withdrawn()).containsExactly("e-9", "e-0");
        assertThat(rebuilt.replaces(new RelocationNote("e-0", true, false, List.of())))
                .isTrue();
        assertThat(rebuilt.replaces(RelocationNote.NONE)).isTrue();
        assertThat(rebuilt.replaces(new RelocationNote("e-5", true, false, List.of())))
                .isFalse();
    }

    @Test
    void aDefinitionThatIsThereAlreadyIsStartedAndNotWrittenAgain() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));
        fleet.define(noted("epoch='e-1'"));
        List<String> effects = new ArrayList<>();

        assertThat(tasks.begin(REBUILD, () -> effects.add("effect"))).isInstanceOf(TaskAnswer.Accepted.class);

        assertThat(effects).hasSize(1);
        assertThat(tasks.begin(REBUILD, () -> effects.add("effect"))).isInstanceOf(TaskAnswer.Accepted.class);
        assertThat(effects).hasSize(1);
    }

    @Test
    void aStaleDefinitionOfAnEarlierStayIsReplaced() {
        fleet.told(DEAD, kept(DEAD, noted("epoch='e-0' booted='true'"), InstanceState.RUNNING));
        fleet.define(SHARED);
        fleet.living().domain("web-1", domain -> {
            domain.autostart(true);
            return true;
        });

        assertThat(begin(REBUILD)).isInstanceOf(TaskAnswer.Accepted.class);

        assertThat(fleet.living()
                        .domain("web-1", Domain::xml)
                        .orElseThrow()
                        .relocation()
                        .epoch())
                .isEqualTo("e-1");
        assertThat(fleet.living().domain("web-1", Domain::autostart)).hasValue(false);
    }

    @ParameterizedTest
    @CsvSource({
        "'<disk type=\"file\" device=\"disk\"><source file=\"/srv/local/b.img\"/><target dev=\"vdb\"/></disk>', VOLUME_NOT_SHARED",
        "'<disk type=\"file\" device=\"disk\"><source file=\"/default-pool/none.img\"/><target dev=\"vdb\"/></disk>', has no /default-pool/none.img",
        "'<hostdev mode=\"subsystem\" type=\"pci\"><source><address domain=\"0\" bus=\"1\" slot=\"2\" function=\"3\"/></source></hostdev>', PASSTHROUGH_DEVICE",
        "'<tpm model=\"tpm-crb\"><backend type=\"emulator\" version=\"2.0\"/></tpm>', TPM_STATE"
    })
    void isRefusedWhereSomethingIsOnTheDeadHostOnly(String device, String words) {
        fleet.told(DEAD, kept(DEAD, SHARED.with("devices", device), InstanceState.RUNNING));

        assertRefused(REBUILD, words);
    }

    @Test
    void isRefusedWhereFirmwareVariablesWouldBeLost() {
        SampleDomain firmware = SHARED.with("os", "<nvram>/var/lib/libvirt/qemu/nvram/web-1.fd</nvram>");
        fleet.told(DEAD, kept(DEAD, firmware, InstanceState.RUNNING));

        assertRefused(REBUILD, "NVRAM_STATE");
    }

    @Test
    void isRefusedWhereTheDestinationHasNoRoom() {
        SampleDomain huge = SHARED.replacing("<memory unit='MiB'>256<", "<memory unit='GiB'>64<");
        fleet.told(DEAD, kept(DEAD, huge, InstanceState.RUNNING));

        assertRefused(REBUILD, "HOST_FULL_MEMORY");
    }

    @Test
    void isRefusedWhereAnotherSilentHostHadItToo() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));
        fleet.definitions().keep(kept(THIRD, SHARED, InstanceState.PAUSED).at(TestFleet.THEN.plusSeconds(1)));

        assertRefused(REBUILD, "host test/node-c does not answer either");
    }

    @Test
    void isRefusedWhereTheInstanceWasNotThere() {
        fleet.told(DEAD);

        assertRefused(REBUILD, "node-a did not have test/web-1 when it was read last");
    }

    @Test
    void isRefusedWhereItWasOnlyArriving() {
        KeptDefinition arriving = new KeptDefinition(
                WEB,
                DomainXml.parse(SHARED.xml()).uuid(),
                DEAD,
                InstanceState.PAUSED,
                false,
                Map.of(),
                SHARED.xml(),
                TestFleet.THEN);
        fleet.told(DEAD, arriving);

        assertRefused(REBUILD, "no persistent definition");
    }

    @Test
    void isRefusedWhereAnotherInstanceHasTheName() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));
        fleet.define(SHARED.replacing("4da7aa34", "aaaaaaaa"));

        assertRefused(REBUILD, "NAME_TAKEN");
    }

    @Test
    void isRefusedWhereItIsOffAsALaterCopy() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));
        fleet.define(noted("epoch='e-7' booted='true'"));

        assertRefused(REBUILD, "as copy e-7");
    }

    @Test
    void isRefusedWhereItsEpochWasWithdrawn() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));
        InstanceTask discard = new InstanceTask.DiscardCopy(WEB, LIVING, "e-1");
        assertThat(begin(discard)).isInstanceOf(TaskAnswer.Accepted.class);
        assertThat(tasks.look(discard)).isInstanceOf(TaskStanding.Done.class);

        assertRefused(REBUILD, "withdrawn");

        assertThat(begin(new InstanceTask.Rebuild(WEB, DEAD, LIVING, "e-2"))).isInstanceOf(TaskAnswer.Accepted.class);
    }

    @Test
    void isRefusedWhereItsVolumesWouldHaveToComeFromAnImage() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));

        assertRefused(new InstanceTask.Rebuild(WEB, DEAD, LIVING, "e-1", true), "libvirt knows no images");
    }

    @Test
    void isRefusedAtTheDeadHostItself() {
        fleet.told(LIVING, kept(LIVING, SHARED, InstanceState.STOPPED));
        fleet.define(SHARED);

        assertRefused(new InstanceTask.Rebuild(WEB, LIVING, LIVING, "e-1"), "is the dead host itself");
    }

    @Test
    void cannotBeAskedOfASilentDestination() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> begin(new InstanceTask.Rebuild(WEB, DEAD, THIRD, "e-1")));
    }

    @Test
    void withoutTheLeaseNothingIsWritten() {
        fleet.told(DEAD, kept(DEAD, SHARED, InstanceState.RUNNING));

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> tasks.begin(REBUILD, () -> {
                    throw new LeaseLostException("somebody else carries on");
                }));

        assertThat(fleet.living().domain("web-1", Domain::state)).isEmpty();
    }

    /** The instance with a note of its own. */
    private static SampleDomain noted(String attributes) {
        return SHARED.with(
                "metadata", "<mrre:relocation xmlns:mrre='%s' %s/>".formatted(RelocationNote.NAMESPACE, attributes));
    }

    private TaskAnswer begin(InstanceTask task) {
        return tasks.begin(task, MAY_ACT);
    }

    private void assertRefused(InstanceTask task, String words) {
        assertThat(begin(task)).isInstanceOfSatisfying(TaskAnswer.Refused.class, refused -> assertThat(refused.reason())
                .contains(words));
        assertThat(fleet.living().domain("web-1", Domain::state).filter(DomainState::active))
                .isEmpty();
    }
}
