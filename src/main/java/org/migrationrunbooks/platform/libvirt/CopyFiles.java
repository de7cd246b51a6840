package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.migrationrunbooks.platform.InstanceTask;

/**
 * The files of a copy, in pools that only its host has. An epoch is used for one copy, so the name's end tells whose they are, also
 * where no definition names them yet or any more.
 */
final class CopyFiles {

    /** What became of a pool's files of the copy. */
    private record Found<T>(StoragePoolXml pool, List<T> files) {}

    private final FirmwareFolder firmware;
    private final List<Path> sharedFolders;

    CopyFiles(FirmwareFolder firmware, List<Path> sharedFolders) {
        this.firmware = firmware;
        this.sharedFolders = sharedFolders;
    }

    /** Whether a file belongs to the copy of this epoch. */
    static boolean of(String epoch, Path file) {
        return String.valueOf(file.getFileName()).endsWith(PrivateVolume.suffix(epoch));
    }

    /** Whether a copy of one of these may have left the firmware's variables where no pool shows them. */
    boolean mayHaveVariables(Stream<DomainXml> definitions) {
        return definitions
                .flatMap(definition -> PrivateVolume.ofFirmware(definition, sharedFolders).stream())
                .flatMap(disk -> disk.path().stream())
                .anyMatch(FirmwareFolder::holds);
    }

    /** The names of those that are there, as far as libvirt knows. */
    List<String> find(Connection connection, InstanceTask.DiscardCopy task, boolean variables) {
        return each(connection, task, variables, (pool, name) -> name);
    }

    /** Deletes them; libvirt is made to look first. */
    void delete(Connection connection, InstanceTask.DiscardCopy task, boolean variables) {
        refresh(connection);
        each(
                connection,
                task,
                variables,
                (pool, name) -> pool.volume(name, volume -> {
                    volume.delete();
                    return true;
                }));
    }

    private void refresh(Connection connection) {
        connection.pools(pool -> {
            if (ofThisHost(pool.xml())) {
                pool.refresh();
            }
            return true;
        });
    }

    private <T> List<T> each(
            Connection connection,
            InstanceTask.DiscardCopy task,
            boolean variables,
            BiFunction<StoragePool, String, T> what) {
        return variables
                ? firmware.shown(task.host(), connection, () -> {
                    List<Found<T>> found = each(connection, task.epoch(), what);
                    if (found.stream().noneMatch(some -> some.pool().at(FirmwareFolder.PATH))) {
                        throw new LibvirtException(
                                LibvirtException.NO_STORAGE_POOL,
                                "the pool of the firmware's variables ended meanwhile");
                    }
                    return files(found);
                })
                : files(each(connection, task.epoch(), what));
    }

    private <T> List<Found<T>> each(Connection connection, String epoch, BiFunction<StoragePool, String, T> what) {
        return connection.pools(pool -> {
            StoragePoolXml xml = pool.xml();
            return new Found<>(
                    xml,
                    ofThisHost(xml)
                            ? pool.volumes().stream()
                                    .filter(name -> name.endsWith(PrivateVolume.suffix(epoch)))
                                    .map(name -> what.apply(pool, name))
                                    .toList()
                            : List.of());
        });
    }

    private static <T> List<T> files(List<Found<T>> found) {
        return found.stream().flatMap(some -> some.files().stream()).toList();
    }

    private boolean ofThisHost(StoragePoolXml pool) {
        return pool.target()
                .filter(folder -> sharedFolders.stream().noneMatch(folder::startsWith))
                .isPresent();
    }
}
