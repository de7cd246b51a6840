package org.migrationrunbooks.platform.libvirt;

import static org.migrationrunbooks.platform.BlockerCode.HUGE_PAGES;
import static org.migrationrunbooks.platform.BlockerCode.INSTANCE_IN_MIGRATION;
import static org.migrationrunbooks.platform.BlockerCode.INSTANCE_NOT_RUNNING;
import static org.migrationrunbooks.platform.BlockerCode.LOCAL_MEDIA;
import static org.migrationrunbooks.platform.BlockerCode.MANAGED_SAVE;
import static org.migrationrunbooks.platform.BlockerCode.NVRAM_STATE;
import static org.migrationrunbooks.platform.BlockerCode.PASSTHROUGH_DEVICE;
import static org.migrationrunbooks.platform.BlockerCode.PINNED;
import static org.migrationrunbooks.platform.BlockerCode.SNAPSHOTS;
import static org.migrationrunbooks.platform.BlockerCode.TPM_STATE;
import static org.migrationrunbooks.platform.BlockerCode.TRANSIENT_DEFINITION;
import static org.migrationrunbooks.platform.BlockerCode.UNSAFE_CACHE_MODE;
import static org.migrationrunbooks.platform.BlockerCode.VOLUME_NOT_COPYABLE;
import static org.migrationrunbooks.platform.BlockerCode.VOLUME_NOT_SHARED;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.libvirt.Candidate.AtSource;

/** The rules about the instance itself; each answers the blockers it finds. */
enum SourceRule {
    RUNNING(source -> source.view().instanceState() == InstanceState.RUNNING
            ? Stream.empty()
            : Stream.of(new Blocker(
                    INSTANCE_NOT_RUNNING,
                    "%s is %s"
                            .formatted(
                                    source.name(), source.view().instanceState().code()),
                    "start or resume it, or move it cold"))),

    NO_JOB(source -> source.view().job().running() || source.view().arriving()
            ? Stream.of(new Blocker(
                    INSTANCE_IN_MIGRATION,
                    "a migration or another job of %s is under way".formatted(source.name()),
                    "wait for it to end, or end it with virsh domjobabort"))
            : Stream.empty()),

    PERSISTENT(source -> source.persistent()
            ? Stream.empty()
            : Stream.of(new Blocker(
                    TRANSIENT_DEFINITION,
                    "%s has no persistent definition and is lost when it stops".formatted(source.name()),
                    "define it with virsh define"))),

    NO_SAVED_STATE(source -> Stream.concat(
            source.snapshots() == 0
                    ? Stream.empty()
                    : Stream.of(new Blocker(
                            SNAPSHOTS,
                            "%s has %d snapshots, which libvirt does not take along"
                                    .formatted(source.name(), source.snapshots()),
                            "delete them")),
            source.managedSave()
                    ? Stream.of(new Blocker(
                            MANAGED_SAVE,
                            "%s has a managed save image, which stays on the source".formatted(source.name()),
                            "remove it with virsh managedsave-remove"))
                    : Stream.empty())),

    NO_PASSTHROUGH(source -> Stream.concat(
                    source.xml().all("devices/hostdev").stream(),
                    source.xml().all("devices/interface").stream().filter(device -> device.attribute("type")
                            .filter("hostdev"::equals)
                            .isPresent()))
            .map(device -> new Blocker(
                    PASSTHROUGH_DEVICE,
                    "%s uses a %s device of the host"
                            .formatted(source.name(), device.attribute("type").orElse("?")),
                    "detach it before the move"))),

    NO_HUGE_PAGES(source -> source.xml().has("memoryBacking/hugepages")
            ? Stream.of(new Blocker(
                    HUGE_PAGES,
                    "the memory of %s is in huge pages, and libvirt does not tell how many the destination has free"
                            .formatted(source.name()),
                    "give it ordinary memory before the move"))
            : Stream.empty()),

    NOT_PINNED(source -> Stream.of("cputune/vcpupin", "numatune/memory", "numatune/memnode")
            .filter(source.xml()::has)
            .map(place -> new Blocker(
                    PINNED,
                    "%s is pinned to places of its host (%s)".formatted(source.name(), place),
                    "unpin it; pin it again on the destination"))),

    NO_LOCAL_MEDIA(source -> source.view().xml().disks().stream()
            .filter(Disk::removable)
            .filter(disk -> disk.source() != null && !disk.shared(source.sharedFolders()))
            .map(disk -> new Blocker(
                    LOCAL_MEDIA,
                    "the %s %s of %s holds %s, which only its host has"
                            .formatted(disk.device(), disk.target(), source.name(), disk.source()),
                    "eject it, or put it on shared storage"))),

    SHARED_VOLUMES(source -> source.view().xml().volumes().stream()
            .filter(disk -> !disk.shared(source.sharedFolders()) && !source.copiesDisks())
            .map(disk -> new Blocker(
                    VOLUME_NOT_SHARED,
                    "the only copy of volume %s of %s is %s on its host"
                            .formatted(disk.target(), source.name(), disk.source()),
                    "move it cold, or put the volume on shared storage"))),

    COPYABLE_VOLUMES(source -> source.view().xml().volumes().stream()
            .filter(disk -> !disk.shared(source.sharedFolders()))
            .flatMap(disk -> SourceRule.notCopyable(source, disk).stream()
                    .map(reason -> new Blocker(
                            VOLUME_NOT_COPYABLE,
                            "volume %s of %s %s".formatted(disk.target(), source.name(), reason),
                            "put it on shared storage, or into one plain file in a storage pool")))),

    WRITABLE_VOLUMES(source -> source.view().xml().volumes().stream()
            .filter(disk -> !disk.shared(source.sharedFolders()) && source.copiesDisks() && disk.readOnly())
            .map(disk -> new Blocker(
                    VOLUME_NOT_COPYABLE,
                    "volume %s of %s is read-only, and QEMU writes no read-only disk at the destination"
                            .formatted(disk.target(), source.name()),
                    "put it on shared storage, or move the instance cold"))),

    SAFE_CACHE(source -> source.view().xml().volumes().stream()
            .filter(disk -> !disk.readOnly() && !disk.onNetwork())
            // What is copied is read by the QEMU that wrote it.
            .filter(disk -> disk.shared(source.sharedFolders()) || !source.copiesDisks())
            .filter(disk -> SourceRule.unsafe(disk, source.hypervisorVersion()))
            .map(disk -> new Blocker(
                    UNSAFE_CACHE_MODE,
                    "volume %s of %s has cache mode %s, with which the destination may read stale data"
                            .formatted(disk.target(), source.name(), disk.cache()),
                    "use cache mode none or directsync"))),

    NO_LOCAL_FIRMWARE_VARIABLES(source -> source.ownFirmwareVariables().stream()
            .map(disk -> new Blocker(
                    NVRAM_STATE,
                    "the firmware variables of %s are in %s, which only its host has"
                            .formatted(source.name(), disk.source()),
                    "move it cold, or put the file on shared storage"))),

    COPYABLE_FIRMWARE_VARIABLES(source -> source.ownFirmwareVariables().stream()
            .filter(disk -> disk.path().filter(FirmwareFolder::holds).isEmpty())
            .flatMap(disk -> SourceRule.notCopyable(source, disk).stream()
                    .map(reason -> new Blocker(
                            VOLUME_NOT_COPYABLE,
                            "the place of the firmware variables of %s %s".formatted(source.name(), reason),
                            "put them into a file in %s or in a storage pool, or on shared storage"
                                    .formatted(FirmwareFolder.PATH))))),

    NO_LOCAL_TPM(source -> source.xml().all("devices/tpm/backend").stream()
            .filter(backend ->
                    backend.attribute("type").filter("emulator"::equals).isPresent())
            .filter(backend -> backend.first("source")
                    .flatMap(state -> state.attribute("path"))
                    .filter(source::shared)
                    .isEmpty())
            .map(backend -> new Blocker(
                    TPM_STATE,
                    "the state of the emulated TPM of %s is kept where only its host has it".formatted(source.name()),
                    "name a folder on shared storage as its source, or take the TPM out of the definition")));

    /** Since this QEMU a source drops its cache when it lets go of a file, so that the destination reads what was written. */
    private static final long DROPS_CACHE = 3_000_000;

    private static final Set<String> DIRECT = Set.of("none", "directsync");

    @SuppressWarnings("ImmutableEnumChecker") // the lambdas above capture nothing
    private final Function<AtSource, Stream<Blocker>> rule;

    SourceRule(Function<AtSource, Stream<Blocker>> rule) {
        this.rule = rule;
    }

    List<Blocker> check(AtSource source) {
        return rule.apply(source).toList();
    }

    /** Why a volume that only the source has cannot be copied to another host; empty where it can. */
    private static Optional<String> notCopyable(AtSource source, Disk disk) {
        if (!PrivateVolume.copyable(disk)) {
            return Optional.of("is reached by %s, not as a file".formatted(disk.type()));
        }
        StorageVolumeXml volume = source.files().get(disk.path().orElseThrow());
        if (volume == null) {
            return Optional.of("is %s, which no active storage pool of its host has".formatted(disk.source()));
        }
        if (!volume.type().equals("file")) {
            return Optional.of("is a %s, not a file".formatted(volume.type()));
        }
        return volume.backingFile().map("holds only the changes against %s"::formatted);
    }

    private static boolean unsafe(Disk disk, long hypervisorVersion) {
        // With "unsafe" QEMU ignores the guest's wish to have something on the disk, also at the end of a migration.
        return disk.cache().equals("unsafe") || (hypervisorVersion < DROPS_CACHE && !DIRECT.contains(disk.cache()));
    }
}
