package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.platform.MigrationRequest;

/** What the rules of the pre-flight check look at. */
sealed interface Candidate {

    /**
     * An instance at the source.
     *
     * @param hypervisorVersion of the source's QEMU
     * @param files the files of its volumes that only the source has, as far as storage pools know them
     * @param firmwareOffered whether its firmware is a file that the source offers to all its instances
     */
    record AtSource(
            MigrationRequest request,
            DomainView view,
            boolean persistent,
            int snapshots,
            boolean managedSave,
            long hypervisorVersion,
            List<Path> sharedFolders,
            Map<Path, StorageVolumeXml> files,
            boolean firmwareOffered)
            implements Candidate {

        String name() {
            return request.instance().name();
        }

        Xml xml() {
            return view.xml().root();
        }

        /** Whether volumes that are not shared are taken along. */
        boolean copiesDisks() {
            return request.strategy().copyDisks();
        }

        /** The firmware's variables, where not every host reaches them. */
        Optional<Disk> ownFirmwareVariables() {
            return view.xml().firmwareVariables().filter(disk -> !disk.shared(sharedFolders));
        }

        /** Whether the other hosts see the same file. */
        boolean shared(String path) {
            Path normalized = Path.of(path).normalize();
            return sharedFolders.stream().anyMatch(normalized::startsWith);
        }
    }

    /**
     * The same instance and the host to which it is to go.
     *
     * @param used memory of the instances that run there
     * @param namesake what the destination has under the instance's name
     * @param pools what is left in the destination's active storage pools, by their folders
     * @param cpuOffered whether the destination can show the guest its processor; empty where libvirt could not compare
     * @param firmwareMissing whether the destination does not offer the firmware that the source offers
     */
    record AtDestination(
            AtSource source,
            HostFacts facts,
            ByteSize used,
            Optional<DomainView> namesake,
            Map<Path, ByteSize> pools,
            Optional<Boolean> cpuOffered,
            boolean firmwareMissing)
            implements Candidate {}
}
