package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that only one host has, and what its copy at another host is called: in the folder of the same name, by the name of the file
 * and the epoch of the copy, so that nobody takes one for another.
 */
record PrivateVolume(String target, Path path, Path copy) {

    /** The volumes of a definition that have to be copied. */
    static List<PrivateVolume> of(DomainXml definition, String epoch, List<Path> sharedFolders) {
        return of(definition, sharedFolders).stream()
                .map(disk -> copied(definition, disk, epoch))
                .toList();
    }

    /** The firmware's variables, where they have to be copied as soon as there are any. */
    static Optional<PrivateVolume> ofFirmware(DomainXml definition, String epoch, List<Path> sharedFolders) {
        return ofFirmware(definition, sharedFolders).map(disk -> copied(definition, disk, epoch));
    }

    private static PrivateVolume copied(DomainXml definition, Disk disk, String epoch) {
        Path path = disk.path().orElseThrow();
        String earlier = definition.relocation().epoch();
        return new PrivateVolume(disk.target(), path, path.resolveSibling(plainName(path, earlier) + suffix(epoch)));
    }

    /** The firmware's variables, where they lie in a file of their host. */
    static Optional<Disk> ofFirmware(DomainXml definition, List<Path> sharedFolders) {
        return definition
                .firmwareVariables()
                .filter(disk -> !disk.shared(sharedFolders))
                .filter(PrivateVolume::copyable);
    }

    /** Disks that lie in a file of their host. */
    static List<Disk> of(DomainXml definition, List<Path> sharedFolders) {
        return definition.volumes().stream()
                .filter(disk -> !disk.shared(sharedFolders))
                .filter(PrivateVolume::copyable)
                .toList();
    }

    /** Whether a disk that is not shared is one that we can copy: a file with a path. */
    static boolean copyable(Disk disk) {
        return disk.type().equals("file") && disk.path().isPresent();
    }

    /** The folder of a file, as storage pools name theirs. */
    static Path folder(Path file) {
        Path parent = file.normalize().getParent();
        return parent == null ? file.getFileSystem().getPath("/") : parent;
    }

    /** How the name of a copy's file ends. */
    static String suffix(String epoch) {
        return "." + epoch;
    }

    /** Without the epoch of an earlier copy, else names would grow with each move. */
    private static String plainName(Path path, @Nullable String earlier) {
        String name = String.valueOf(path.getFileName());
        return earlier != null && name.endsWith(suffix(earlier))
                ? name.substring(0, name.length() - suffix(earlier).length())
                : name;
    }
}
