package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.libvirt.Candidate.AtDestination;
import org.migrationrunbooks.platform.libvirt.Candidate.AtSource;

class PreflightRulesTest {

    private static final long QEMU_10 = 10_000_013;
    private static final long QEMU_2_11 = 2_011_000;
    private static final Map<Path, StorageVolumeXml> LOCAL_FILE = Map.of(
            Path.of("/srv/local/web-1.qcow2"),
            new StorageVolumeXml("file", 20 << 20, 64 << 20, Optional.empty(), Optional.empty()));
    private static final DomainState RUNNING = new DomainState(1, 1);
    private static final MigrationRequest REQUEST = new MigrationRequest(
            new InstanceId("lab", "web-1"),
            new HostId("lab", "node-a"),
            new HostId("lab", "node-b"),
            Strategy.PLAIN,
            null,
            Duration.ofMillis(300));
    private static final HostFacts ROOMY = new HostFacts(8, ByteSize.of("1GiB"), null, "x86_64", QEMU_10);

    static Stream<Arguments> domains() {
        SampleDomain ordinary = SampleDomain.ORDINARY;
        return Stream.of(
                arguments("an ordinary one", ordinary, List.of()),
                arguments(
                        "a passed-through device",
                        ordinary.with("devices", "<hostdev mode='subsystem' type='pci'/>"),
                        List.of(BlockerCode.PASSTHROUGH_DEVICE)),
                arguments(
                        "a mediated device",
                        ordinary.with("devices", "<hostdev mode='subsystem' type='mdev' model='vfio-pci'/>"),
                        List.of(BlockerCode.PASSTHROUGH_DEVICE)),
                arguments(
                        "a network card of the host",
                        ordinary.with("devices", "<interface type='hostdev' managed='yes'/>"),
                        List.of(BlockerCode.PASSTHROUGH_DEVICE)),
                arguments(
                        "huge pages",
                        ordinary.with("domain", "<memoryBacking><hugepages/></memoryBacking>"),
                        List.of(BlockerCode.HUGE_PAGES)),
                arguments(
                        "pinned processors",
                        ordinary.with("domain", "<cputune><vcpupin vcpu='0' cpuset='4'/></cputune>"),
                        List.of(BlockerCode.PINNED)),
                arguments(
                        "memory bound to a NUMA node",
                        ordinary.with("domain", "<numatune><memory mode='strict' nodeset='1'/></numatune>"),
                        List.of(BlockerCode.PINNED)),
                arguments(
                        "a CD from its own host",
                        ordinary.with(
                                "devices",
                                "<disk type='file' device='cdrom'><source file='/iso/a.iso'/><target dev='sda'/></disk>"),
                        List.of(BlockerCode.LOCAL_MEDIA)),
                arguments(
                        "a CD from shared storage",
                        ordinary.with(
                                "devices",
                                "<disk type='file' device='cdrom'><source file='/srv/shared/a.iso'/><target dev='sda'/></disk>"),
                        List.of()),
                arguments(
                        "an empty CD drive",
                        ordinary.with("devices", "<disk type='file' device='cdrom'><target dev='sda'/></disk>"),
                        List.of()),
                arguments(
                        "a local disk",
                        ordinary.replacing("/srv/shared/web-1", "/srv/local/web-1"),
                        List.of(BlockerCode.VOLUME_NOT_SHARED)),
                arguments(
                        "a disk that ignores flushes",
                        ordinary.replacing("cache='none'", "cache='unsafe'"),
                        List.of(BlockerCode.UNSAFE_CACHE_MODE)),
                arguments("a cached disk", ordinary.replacing("cache='none'", "cache='writeback'"), List.of()),
                arguments(
                        "local firmware variables",
                        ordinary.with("os", "<nvram>/var/lib/libvirt/qemu/nvram/web-1_VARS.fd</nvram>"),
                        List.of(BlockerCode.NVRAM_STATE)),
                arguments(
                        "local firmware variables where no storage pool is",
                        ordinary.with("os", "<nvram type='file'><source file='/opt/web-1_VARS.fd'/></nvram>"),
                        List.of(BlockerCode.NVRAM_STATE, BlockerCode.VOLUME_NOT_COPYABLE)),
                arguments(
                        "local firmware variables in a storage pool",
                        ordinary.with("os", "<nvram>/srv/local/web-1.qcow2</nvram>"),
                        List.of(BlockerCode.NVRAM_STATE)),
                arguments(
                        "firmware variables on a block device",
                        ordinary.with("os", "<nvram type='block'><source dev='/dev/vg0/web-1'/></nvram>"),
                        List.of(BlockerCode.NVRAM_STATE, BlockerCode.VOLUME_NOT_COPYABLE)),
                arguments(
                        "firmware variables in the network",
                        ordinary.with("os", "<nvram type='network'><source protocol='nbd' name='vars'/></nvram>"),
                        List.of()),
                arguments(
                        "shared firmware variables",
                        ordinary.with("os", "<nvram>/srv/shared/web-1_VARS.fd</nvram>"),
                        List.of()),
                arguments(
                        "an emulated TPM",
                        ordinary.with("devices", "<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>"),
                        List.of(BlockerCode.TPM_STATE)),
                arguments(
                        "everything at once",
                        ordinary.with("devices", "<hostdev mode='subsystem' type='usb'/>")
                                .with("domain", "<memoryBacking><hugepages/></memoryBacking>")
                                .replacing("/srv/shared/web-1", "/srv/local/web-1"),
                        List.of(
                                BlockerCode.PASSTHROUGH_DEVICE,
                                BlockerCode.HUGE_PAGES,
                                BlockerCode.VOLUME_NOT_SHARED)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("domains")
    void findsWhatTheDefinitionBrings(String what, SampleDomain domain, List<BlockerCode> expected) {
        assertThat(codes(source(domain, RUNNING, JobStats.NONE, QEMU_10))).isEqualTo(expected);
    }

    @Test
    void distrustsCachesUnderAnOldHypervisor() {
        assertThat(codes(source(
                        SampleDomain.ORDINARY.replacing("cache='none'", "cache='writeback'"),
                        RUNNING,
                        JobStats.NONE,
                        QEMU_2_11)))
                .containsExactly(BlockerCode.UNSAFE_CACHE_MODE);
    }

    @Test
    void wantsTheInstanceToRunWithoutAJob() {
        assertThat(codes(source(SampleDomain.ORDINARY, new DomainState(5, 1), JobStats.NONE, QEMU_10)))
                .containsExactly(BlockerCode.INSTANCE_NOT_RUNNING);
        assertThat(codes(source(SampleDomain.ORDINARY, RUNNING, new JobStats(2, Map.of("operation", 5)), QEMU_10)))
                .containsExactly(BlockerCode.INSTANCE_IN_MIGRATION);
    }

    @Test
    void namesWhatWouldBeLeftBehind() {
        AtSource transientWithPast = new AtSource(
                REQUEST,
                view(SampleDomain.ORDINARY),
                false,
                2,
                true,
                QEMU_10,
                List.of(Path.of("/srv/shared")),
                Map.of(),
                false);

        assertThat(codes(transientWithPast))
                .containsExactly(BlockerCode.TRANSIENT_DEFINITION, BlockerCode.SNAPSHOTS, BlockerCode.MANAGED_SAVE);
    }

    @Test
    void letsAnInstanceGoWhereThereIsRoom() {
        assertThat(destination(ROOMY, ByteSize.of("800MiB"), Optional.empty(), Optional.of(true)))
                .isEmpty();
    }

    @Test
    void namesEveryReasonOfTheDestination() {
        SampleDomain namesake = SampleDomain.ORDINARY.replacing("4da7aa34", "ffffffff");
        HostFacts small = new HostFacts(1, ByteSize.of("1GiB"), null, "x86_64", QEMU_10);

        assertThat(destination(small, ByteSize.of("900MiB"), Optional.of(view(namesake)), Optional.of(false)))
                .extracting(Blocker::code)
                .containsExactly(
                        BlockerCode.HOST_FULL_MEMORY,
                        BlockerCode.HOST_FULL_CPU,
                        BlockerCode.CPU_INCOMPATIBLE,
                        BlockerCode.NAME_TAKEN);
    }

    @Test
    void doesNotTrustAProcessorThatCouldNotBeCompared() {
        assertThat(destination(ROOMY, ByteSize.ZERO, Optional.empty(), Optional.empty()))
                .singleElement()
                .satisfies(blocker -> assertThat(blocker.reason()).contains("could not compare"));
    }

    @Test
    void wantsTheFirmwareOfTheSourceAtTheDestination() {
        SampleDomain uefi = SampleDomain.ORDINARY.with("os", "<loader type='pflash'>/usr/share/OVMF/CODE.fd</loader>");
        AtDestination bare = new AtDestination(
                source(uefi, RUNNING, JobStats.NONE, QEMU_10),
                ROOMY,
                ByteSize.ZERO,
                Optional.empty(),
                Map.of(Path.of("/srv/local"), ByteSize.of("1GiB")),
                Optional.of(true),
                true);

        assertThat(Arrays.stream(DestinationRule.values()).flatMap(rule -> rule.check(bare).stream()))
                .singleElement()
                .satisfies(blocker -> {
                    assertThat(blocker.code()).isEqualTo(BlockerCode.FIRMWARE_MISSING);
                    assertThat(blocker.reason()).contains("node-b", "/usr/share/OVMF/CODE.fd", "web-1");
                });
    }

    @Test
    void namesWhatCannotBeCopied() {
        SampleDomain local = SampleDomain.ORDINARY.replacing("/srv/shared/web-1", "/srv/local/web-1");
        StorageVolumeXml overlay = new StorageVolumeXml(
                "file", 20 << 20, 64 << 20, Optional.empty(), Optional.of("/srv/local/golden.qcow2"));

        assertThat(blockers(local, Map.of(Path.of("/srv/local/web-1.qcow2"), overlay)))
                .extracting(Blocker::reason)
                .anySatisfy(reason -> assertThat(reason).contains("only the changes against /srv/local/golden.qcow2"));
        assertThat(blockers(local, Map.of()))
                .extracting(Blocker::code)
                .containsExactly(BlockerCode.VOLUME_NOT_SHARED, BlockerCode.VOLUME_NOT_COPYABLE);
        assertThat(blockers(
                        SampleDomain.ORDINARY
                                .replacing("/srv/shared/web-1", "/dev/vg0/web-1")
                                .replacing("type='file' device", "type='block' device")
                                .replacing("file='/dev", "dev='/dev"),
                        Map.of()))
                .extracting(Blocker::reason)
                .anySatisfy(reason -> assertThat(reason).contains("reached by block"));
    }

    @Test
    void aStrategyThatCopiesDisksTakesALocalOneWhateverItsCache() {
        SampleDomain local = SampleDomain.ORDINARY
                .replacing("/srv/shared/web-1", "/srv/local/web-1")
                .replacing("cache='none'", "cache='unsafe'");

        assertThat(carried(local)).isEmpty();
        assertThat(carried(SampleDomain.ORDINARY.replacing("cache='none'", "cache='unsafe'")))
                .containsExactly(BlockerCode.UNSAFE_CACHE_MODE);
    }

    @Test
    void aStrategyThatCopiesDisksTakesNoReadOnlyOne() {
        SampleDomain readOnly = SampleDomain.ORDINARY
                .replacing("/srv/shared/web-1", "/srv/local/web-1")
                .replacing("<target dev='vda'", "<readonly/><target dev='vda'");

        assertThat(carried(readOnly)).containsExactly(BlockerCode.VOLUME_NOT_COPYABLE);
    }

    private static List<BlockerCode> carried(SampleDomain domain) {
        MigrationRequest request = new MigrationRequest(
                REQUEST.instance(),
                REQUEST.from(),
                REQUEST.to(),
                new Strategy.Live(false, false, true),
                null,
                REQUEST.maxDowntime());
        return codes(new AtSource(
                request, view(domain), true, 0, false, QEMU_10, List.of(Path.of("/srv/shared")), LOCAL_FILE, false));
    }

    @Test
    void wantsAPoolWithRoomForWhatIsCopied() {
        SampleDomain local = SampleDomain.ORDINARY.replacing("/srv/shared/web-1", "/srv/local/web-1");

        assertThat(pools(local, Map.of())).containsExactly(BlockerCode.POOL_MISSING);
        assertThat(pools(local, Map.of(Path.of("/srv/local"), ByteSize.of("19MiB"))))
                .containsExactly(BlockerCode.POOL_FULL);
        assertThat(pools(local, Map.of(Path.of("/srv/local"), ByteSize.of("20MiB"))))
                .isEmpty();
    }

    private static List<BlockerCode> pools(SampleDomain domain, Map<Path, ByteSize> pools) {
        AtDestination candidate = new AtDestination(
                source(domain, RUNNING, JobStats.NONE, QEMU_10),
                ROOMY,
                ByteSize.ZERO,
                Optional.empty(),
                pools,
                Optional.of(true),
                false);
        return DestinationRule.STORAGE_POOLS.check(candidate).stream()
                .map(Blocker::code)
                .toList();
    }

    private static List<Blocker> blockers(SampleDomain domain, Map<Path, StorageVolumeXml> files) {
        AtSource candidate = new AtSource(
                REQUEST, view(domain), true, 0, false, QEMU_10, List.of(Path.of("/srv/shared")), files, false);
        return Arrays.stream(SourceRule.values())
                .flatMap(rule -> rule.check(candidate).stream())
                .toList();
    }

    private static List<BlockerCode> codes(AtSource source) {
        return Arrays.stream(SourceRule.values())
                .flatMap(rule -> rule.check(source).stream())
                .map(Blocker::code)
                .toList();
    }

    private static List<Blocker> destination(
            HostFacts facts, ByteSize used, Optional<DomainView> namesake, Optional<Boolean> cpuOffered) {
        AtDestination candidate = new AtDestination(
                source(SampleDomain.ORDINARY, RUNNING, JobStats.NONE, QEMU_10),
                facts,
                used,
                namesake,
                Map.of(Path.of("/srv/local"), ByteSize.of("1GiB")),
                cpuOffered,
                false);
        return Arrays.stream(DestinationRule.values())
                .flatMap(rule -> rule.check(candidate).stream())
                .toList();
    }

    private static AtSource source(SampleDomain domain, DomainState state, JobStats job, long hypervisorVersion) {
        return new AtSource(
                REQUEST,
                new DomainView(DomainXml.parse(domain.xml()), state, job, false),
                true,
                0,
                false,
                hypervisorVersion,
                List.of(Path.of("/srv/shared")),
                LOCAL_FILE,
                false);
    }

    private static DomainView view(SampleDomain domain) {
        return new DomainView(DomainXml.parse(domain.xml()), RUNNING, JobStats.NONE, false);
    }
}
