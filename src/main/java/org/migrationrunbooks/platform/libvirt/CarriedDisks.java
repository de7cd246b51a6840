package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.platform.MigrationCommand;

/**
 * The volumes that a live migration takes along. They arrive under names of their own, as copies do in a cold migration: libvirt
 * writes over a file that is there already, and keeps what it has created where a migration fails, so only a name that nobody else
 * ever uses tells what is ours.
 *
 * @param volumes where they are and what they will be called
 * @param running the definition with which the instance arrives
 * @param persistent the definition with which it starts next
 */
record CarriedDisks(List<PrivateVolume> volumes, String running, String persistent) {

    CarriedDisks {
        volumes = List.copyOf(volumes);
    }

    /**
     * Reads from the source what has to be taken along.
     *
     * @throws LibvirtException where the definition that runs and the one that starts next do not have the same private volumes
     */
    static CarriedDisks of(Domain domain, MigrationCommand command, List<Path> sharedFolders) {
        DomainXml running = domain.migratable();
        DomainXml persistent = domain.definition();
        String epoch = epoch(command.key());
        List<PrivateVolume> volumes = PrivateVolume.of(running, epoch, sharedFolders);
        List<PrivateVolume> next = PrivateVolume.of(persistent, epoch, sharedFolders);
        if (!paths(volumes).equals(paths(next))) {
            throw new LibvirtException(
                    LibvirtException.OPERATION_INVALID,
                    "it runs with the files %s and would start next with %s; make its definitions alike"
                            .formatted(paths(volumes), paths(next)));
        }
        SourceFiles left = new SourceFiles(
                command.key(),
                command.request().from().name(),
                volumes.stream().map(PrivateVolume::path).toList());
        left.writeInto(running);
        left.writeInto(persistent);
        return new CarriedDisks(
                volumes,
                CopiedDefinition.of(running, running.relocation().ofCarried(epoch), volumes),
                CopiedDefinition.of(persistent, persistent.relocation().ofCarried(epoch), next));
    }

    private static Set<Path> paths(List<PrivateVolume> volumes) {
        return volumes.stream().map(PrivateVolume::path).collect(Collectors.toCollection(HashSet::new));
    }

    /** How the names of an attempt's files end. */
    static String epoch(OperationKey key) {
        return run(key) + "-" + key.value().substring(key.value().lastIndexOf(':') + 1);
    }

    /** Whether a file belongs to an attempt of the same run, this one or an earlier one. */
    static boolean ofSameRun(String name, OperationKey key) {
        String start = PrivateVolume.suffix(run(key)) + "-";
        int at = name.lastIndexOf(start);
        return at > 0 && name.substring(at + start.length()).matches("[0-9]+");
    }

    private static String run(OperationKey key) {
        return key.value().substring(0, key.value().indexOf(':'));
    }

    /** What the guest calls them, as libvirt wants to be told which to take along. */
    List<String> targets() {
        return volumes.stream().map(PrivateVolume::target).toList();
    }
}
