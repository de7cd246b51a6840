package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.MigrationCommand;

/**
 * Removes what libvirt leaves of disks that were taken along: the source's files after a migration that succeeded, and the files
 * that it created at the destination for one that did not. Which of the two it is, is read from both hosts once more; where they
 * do not agree, nothing is removed.
 */
final class MigrationRemains {

    private final LibvirtHosts hosts;
    private final List<Path> sharedFolders;

    MigrationRemains(LibvirtHosts hosts, List<Path> sharedFolders) {
        this.hosts = hosts;
        this.sharedFolders = sharedFolders;
    }

    /** What is left and why; empty where nothing is. */
    Optional<String> clear(MigrationCommand command, EffectGuard guard) {
        LibvirtHost source = hosts.get(command.request().from());
        LibvirtHost destination = hosts.get(command.request().to());
        Optional<DomainView> left = seen(source, command);
        Optional<DomainView> arrived = seen(destination, command);
        if (left.isEmpty() && arrived.filter(view -> runs(view, command)).isPresent()) {
            return releaseSource(source, destination, arrived.get(), command, guard)
                    .or(() -> discardCopies(destination, arrived.get(), command, guard));
        }
        if (left.filter(view -> runs(view, command) && !view.leaving()).isPresent()
                && arrived.filter(DomainView::active).isEmpty()) {
            return discardCopies(destination, left.get(), command, guard);
        }
        return Optional.of("%s runs neither on %s only nor on %s only, so files of it are left as they are"
                .formatted(command.request().instance(), source.id(), destination.id()));
    }

    private static Optional<DomainView> seen(LibvirtHost host, MigrationCommand command) {
        return host.view(command.request().instance().name())
                .filter(view -> view.uid().equals(command.baseline().uid()));
    }

    private static boolean runs(DomainView view, MigrationCommand command) {
        return view.instanceState() == InstanceState.RUNNING && !view.arriving() && view.marked(command.key());
    }

    /** The note goes last: it is the only record of the files. */
    private Optional<String> releaseSource(
            LibvirtHost source,
            LibvirtHost destination,
            DomainView arrived,
            MigrationCommand command,
            EffectGuard guard) {
        Optional<SourceFiles> note = SourceFiles.in(arrived.xml().root())
                .filter(files -> files.key().equals(command.key())
                        && files.host().equals(source.id().name()));
        if (note.isEmpty()) {
            return Optional.empty();
        }
        guard.beforeEffect();
        Optional<String> refusal = source.attempt(
                connection -> delete(connection, new HashSet<>(note.get().files())));
        if (refusal.isPresent()) {
            return refusal;
        }
        guard.beforeEffect();
        return destination.attempt(
                command.request().instance().name(), domain -> domain.removeMetadata(SourceFiles.NAMESPACE));
    }

    /** Those of this attempt and of earlier ones of the same run, in the folders where the instance has its private files. */
    private Optional<String> discardCopies(
            LibvirtHost destination, DomainView view, MigrationCommand command, EffectGuard guard) {
        Set<Path> folders = PrivateVolume.of(view.xml(), sharedFolders).stream()
                .flatMap(disk -> disk.path().stream())
                .map(PrivateVolume::folder)
                .collect(Collectors.toSet());
        guard.beforeEffect();
        return destination.attempt(connection -> {
            for (Path folder : folders) {
                Set<Path> copies = connection
                        .poolAt(folder, pool -> {
                            pool.refresh();
                            return pool.volumes();
                        })
                        .orElse(List.of())
                        .stream()
                        .filter(name -> CarriedDisks.ofSameRun(name, command.key()))
                        .map(folder::resolve)
                        .collect(Collectors.toSet());
                delete(connection, copies);
            }
        });
    }

    private void delete(Connection connection, Set<Path> files) {
        Set<Path> used = files.isEmpty() ? Set.of() : UsedFiles.of(connection, xml -> true);
        for (Path file : files) {
            if (used.contains(file.normalize()) || sharedFolders.stream().anyMatch(file.normalize()::startsWith)) {
                continue;
            }
            boolean asked = connection
                    .poolAt(PrivateVolume.folder(file), pool -> {
                        pool.volume(String.valueOf(file.getFileName()), volume -> {
                            volume.delete();
                            return true;
                        });
                        return true;
                    })
                    .orElse(false);
            if (!asked) {
                throw new LibvirtException(
                        LibvirtException.NO_STORAGE_VOLUME,
                        "no active storage pool is at the folder of " + file + ", which is left there");
            }
        }
    }
}
