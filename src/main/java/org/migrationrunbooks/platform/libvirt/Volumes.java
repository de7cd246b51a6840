package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.Volume;

/** The volumes of an instance, from its definition and libvirt's statistics of its disks. */
final class Volumes {

    private static final String NAME = "block.%d.name";
    private static final String CAPACITY = "block.%d.capacity";

    private Volumes() {}

    /**
     * One volume per disk that is no removable medium.
     *
     * @param sizes by the disks' names; one that is not known is zero
     */
    static List<Volume> of(DomainXml domain, Map<String, ByteSize> sizes, List<Path> sharedFolders) {
        return domain.volumes().stream()
                .map(disk -> new Volume(
                        disk.target(), sizes.getOrDefault(disk.target(), ByteSize.ZERO), disk.shared(sharedFolders)))
                .toList();
    }

    /** What the guest sees of its disks, as far as libvirt's statistics tell. */
    static Map<String, ByteSize> sizes(Map<String, Object> stats) {
        Map<String, ByteSize> sizes = new HashMap<>();
        for (int i = 0; stats.get(NAME.formatted(i)) instanceof String name; i++) {
            if (stats.get(CAPACITY.formatted(i)) instanceof Long capacity) {
                sizes.put(name, ByteSize.ofBytes(Math.max(0, capacity)));
            }
        }
        return sizes;
    }
}
