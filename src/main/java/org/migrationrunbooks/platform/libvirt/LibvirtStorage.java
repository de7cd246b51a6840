package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.platform.Storage;
import org.migrationrunbooks.platform.VolumeAccess;

/**
 * Proves access to volumes by the host's storage pools: the pool that covers the path looks into its folder again, and then tells
 * of the volume there. What no pool covers is not proved.
 */
final class LibvirtStorage implements Storage {

    private final LibvirtHosts hosts;
    private final Inventory inventory;

    LibvirtStorage(LibvirtHosts hosts, Inventory inventory) {
        this.hosts = hosts;
        this.inventory = inventory;
    }

    @Override
    public List<VolumeAccess> access(InstanceId instance, HostId host) {
        Listed listed = inventory.find(instance);
        List<Volume> volumes = listed.instance().volumes();
        return hosts.get(host).link().ask(connection -> {
            // A host that has a copy reaches the volumes under the copy's own paths.
            List<Disk> disks = connection
                    .domain(instance.name(), Domain::xml)
                    .filter(xml -> xml.uuid().equals(listed.instance().uid()))
                    .map(DomainXml::volumes)
                    .filter(there -> there.size() == volumes.size())
                    .orElse(listed.disks());
            List<VolumeAccess> answers = new ArrayList<>();
            for (int i = 0; i < volumes.size(); i++) {
                answers.add(access(connection, volumes.get(i), disks.get(i)));
            }
            return answers;
        });
    }

    /** Whether the host of this connection reaches one volume, by the disk's path. */
    static VolumeAccess access(Connection connection, Volume volume, Disk disk) {
        Optional<Path> path = disk.path();
        if (path.isEmpty()) {
            return new VolumeAccess(
                    volume,
                    false,
                    "not proved: %s is reached by %s, not by a path".formatted(disk.source(), disk.type()));
        }
        try {
            Optional<String> pool = refreshPoolOf(connection, path.get());
            if (pool.isEmpty()) {
                return new VolumeAccess(volume, false, "not proved: no active storage pool covers " + path.get());
            }
            return connection
                    .volume(path.get().toString(), found -> found.xml().capacity())
                    .map(capacity -> new VolumeAccess(
                            volume,
                            true,
                            "storage pool %s, read again, has %s with %d bytes"
                                    .formatted(pool.get(), path.get(), capacity)))
                    .orElseGet(() -> new VolumeAccess(
                            volume, false, "storage pool %s, read again, has no %s".formatted(pool.get(), path.get())));
        } catch (LibvirtException e) {
            return new VolumeAccess(volume, false, "the host's storage answered with an error: " + e.getMessage());
        }
    }

    /** The name of the pool that looked again, empty where no pool covers the path. */
    private static Optional<String> refreshPoolOf(Connection connection, Path path) {
        return connection
                .pools(pool -> {
                    StoragePoolXml xml = pool.xml();
                    if (!xml.covers(path)) {
                        return Optional.<String>empty();
                    }
                    pool.refresh();
                    return Optional.of(xml.name());
                })
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }
}
