package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.libvirt.Candidate.AtDestination;

/** The rules about the instance and the host to which it is to go; each answers the blockers it finds. */
enum DestinationRule {
    MEMORY(candidate -> {
        ByteSize free = candidate.facts().memory().minus(candidate.used());
        ByteSize needed = candidate.source().view().xml().memory();
        return needed.compareTo(free) <= 0
                ? Stream.empty()
                : Stream.of(new Blocker(
                        BlockerCode.HOST_FULL_MEMORY,
                        "%s needs %s of memory, %s has %s left"
                                .formatted(
                                        candidate.source().name(),
                                        needed,
                                        candidate.source().request().to(),
                                        free),
                        "choose another destination, or make room there"));
    }),

    CPUS(candidate -> {
        int needed = candidate.source().view().xml().cpus();
        return needed <= candidate.facts().cpus()
                ? Stream.empty()
                : Stream.of(new Blocker(
                        BlockerCode.HOST_FULL_CPU,
                        "%s has %d processors, %s only %d"
                                .formatted(
                                        candidate.source().name(),
                                        needed,
                                        candidate.source().request().to(),
                                        candidate.facts().cpus()),
                        "choose another destination"));
    }),

    CPU_MODEL(candidate -> candidate.cpuOffered().orElse(false)
            ? Stream.empty()
            : Stream.of(new Blocker(
                    BlockerCode.CPU_INCOMPATIBLE,
                    candidate.cpuOffered().isPresent()
                            ? "%s cannot show %s the processor that it runs on"
                                    .formatted(
                                            candidate.source().request().to(),
                                            candidate.source().name())
                            : "libvirt on %s could not compare its processor with that of %s"
                                    .formatted(
                                            candidate.source().request().to(),
                                            candidate.source().name()),
                    "choose another destination, or start the instance with a processor model that both hosts have"))),

    FIRMWARE(candidate -> candidate.firmwareMissing()
            ? Stream.of(new Blocker(
                    BlockerCode.FIRMWARE_MISSING,
                    "%s does not offer the firmware %s, with which %s starts"
                            .formatted(
                                    candidate.source().request().to(),
                                    candidate.source().view().xml().firmware().orElse("?"),
                                    candidate.source().name()),
                    "install it there and start libvirtd anew, or choose another destination"))
            : Stream.empty()),

    STORAGE_POOLS(candidate -> DestinationRule.needed(candidate).entrySet().stream()
            .flatMap(folder -> DestinationRule.pool(candidate, folder.getKey(), folder.getValue()).stream())),

    NAME_FREE(candidate -> candidate.namesake().stream()
            .filter(namesake -> !namesake.uid().equals(candidate.source().view().uid()))
            .map(namesake -> new Blocker(
                    BlockerCode.NAME_TAKEN,
                    "%s has another instance of the name %s, with uuid %s"
                            .formatted(
                                    candidate.source().request().to(),
                                    candidate.source().name(),
                                    namesake.uid()),
                    "rename one of them")));

    @SuppressWarnings("ImmutableEnumChecker") // the lambdas above capture nothing
    private final Function<AtDestination, Stream<Blocker>> rule;

    DestinationRule(Function<AtDestination, Stream<Blocker>> rule) {
        this.rule = rule;
    }

    List<Blocker> check(AtDestination candidate) {
        return rule.apply(candidate).toList();
    }

    /** The bytes that would have to be copied, by the folder into which they would go. */
    private static Map<Path, ByteSize> needed(AtDestination candidate) {
        Map<Path, ByteSize> needed = new TreeMap<>();
        candidate
                .source()
                .files()
                .forEach((path, volume) ->
                        needed.merge(PrivateVolume.folder(path), ByteSize.ofBytes(volume.length()), ByteSize::plus));
        return needed;
    }

    private static Optional<Blocker> pool(AtDestination candidate, Path folder, ByteSize needed) {
        HostId to = candidate.source().request().to();
        ByteSize left = candidate.pools().get(folder);
        if (left == null) {
            return Optional.of(new Blocker(
                    BlockerCode.POOL_MISSING,
                    "%s has no active storage pool at %s for the volumes of %s"
                            .formatted(to, folder, candidate.source().name()),
                    "define and start one there, or choose another destination"));
        }
        return left.compareTo(needed) >= 0
                ? Optional.empty()
                : Optional.of(new Blocker(
                        BlockerCode.POOL_FULL,
                        "%s has %s left at %s, the volumes of %s are %s"
                                .formatted(to, left, folder, candidate.source().name(), needed),
                        "make room there, or choose another destination"));
    }
}
