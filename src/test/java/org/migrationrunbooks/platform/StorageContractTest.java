package org.migrationrunbooks.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Volume;

/** What every adapter of storage does alike. */
public abstract class StorageContractTest {

    private PlatformFixture fixture;
    private Storage storage;

    /** Sets the installation up, or puts it back in order. */
    protected abstract PlatformFixture open();

    @BeforeEach
    void openFixture() {
        fixture = open();
        storage = fixture.platform().storage();
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void aHostReachesTheVolumesOfAnInstanceThatRunsOnIt() {
        assertThat(storage.access(fixture.runningInstance(), fixture.home()))
                .isNotEmpty()
                .allSatisfy(access -> {
                    assertThat(access.reachable()).as(access.evidence()).isTrue();
                    assertThat(access.evidence()).isNotBlank();
                });
    }

    @Test
    void anotherHostReachesTheSharedVolumes() {
        assertThat(storage.access(fixture.runningInstance(), fixture.otherHost()))
                .filteredOn(access -> access.volume().shared())
                .isNotEmpty()
                .allSatisfy(access ->
                        assertThat(access.reachable()).as(access.evidence()).isTrue());
    }

    @Test
    void everyVolumeIsAnsweredForInTheInstancesOrder() {
        Instance instance = fixture.platform()
                .hypervisor()
                .inventory()
                .instance(fixture.runningInstance().name())
                .orElseThrow();

        assertThat(storage.access(instance.id(), fixture.otherHost()))
                .extracting(VolumeAccess::volume)
                .extracting(Volume::name)
                .containsExactlyElementsOf(
                        instance.volumes().stream().map(Volume::name).toList());
    }

    @Test
    void anUnknownInstanceIsSaidToBeUnknown() {
        InstanceId unknown = new InstanceId(fixture.platform().name(), "no-such-instance");

        assertThatExceptionOfType(UnknownInstanceException.class)
                .isThrownBy(() -> storage.access(unknown, fixture.home()));
    }

    @Test
    void aHostThatDoesNotExistGivesNoAnswer() {
        HostId nowhere = new HostId(fixture.platform().name(), "no-such-host");

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> storage.access(fixture.runningInstance(), nowhere));
    }
}
