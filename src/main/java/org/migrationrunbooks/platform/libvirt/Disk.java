package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A disk of a domain.
 *
 * @param target what the guest is told to call it, for example {@code vda}; unique within the domain
 * @param type {@code file}, {@code block}, {@code network}, {@code volume}, …
 * @param device {@code disk}, {@code cdrom}, {@code floppy} or {@code lun}
 * @param source the path where it has one, else the name in the network or pool; null for an empty drive
 * @param cache the mode of QEMU's cache, {@code default} where nothing is said
 * @param internalSnapshots whether the format can hold snapshots in itself
 */
record Disk(
        String target,
        String type,
        String device,
        @Nullable String source,
        String cache,
        boolean readOnly,
        boolean internalSnapshots) {

    static Disk of(Xml disk) {
        String type = disk.attribute("type").orElse("file");
        Optional<Xml> source = disk.first("source");
        return new Disk(
                disk.first("target").flatMap(target -> target.attribute("dev")).orElse("?"),
                type,
                disk.attribute("device").orElse("disk"),
                source.flatMap(xml -> sourceOf(xml, type)).orElse(null),
                disk.first("driver")
                        .flatMap(driver -> driver.attribute("cache"))
                        .orElse("default"),
                disk.has("readonly"),
                disk.first("driver")
                        .flatMap(driver -> driver.attribute("type"))
                        .filter("qcow2"::equals)
                        .isPresent());
    }

    /** The element {@code nvram}, which names a file in itself or, since libvirt 8.5, as a disk does. */
    static Disk ofFirmwareVariables(Xml nvram) {
        String type = nvram.attribute("type").orElse("file");
        Optional<String> file = Optional.of(nvram.text()).filter(path -> !path.isEmpty());
        return new Disk(
                "nvram",
                type,
                "disk",
                nvram.first("source")
                        .flatMap(source -> sourceOf(source, type))
                        .or(() -> file)
                        .orElse(null),
                "default",
                false,
                false);
    }

    private static Optional<String> sourceOf(Xml source, String type) {
        return switch (type) {
            case "file" -> source.attribute("file");
            case "block" -> source.attribute("dev");
            case "dir" -> source.attribute("dir");
            case "volume" -> source.attribute("volume");
            default -> source.attribute("name").or(() -> source.attribute("protocol"));
        };
    }

    /** Media that are put in and taken out; they are no volumes of the instance. */
    boolean removable() {
        return device.equals("cdrom") || device.equals("floppy");
    }

    boolean onNetwork() {
        return type.equals("network");
    }

    /** The path on the host; empty for disks in the network and for empty drives. */
    Optional<Path> path() {
        return source == null || !source.startsWith("/") ? Optional.empty() : Optional.of(Path.of(source));
    }

    /** Whether all hosts reach the same bytes: over the network, or below a folder that is configured as shared. */
    boolean shared(List<Path> sharedPaths) {
        return onNetwork()
                || path().map(Path::normalize)
                        .filter(path -> sharedPaths.stream().anyMatch(path::startsWith))
                        .isPresent();
    }
}
