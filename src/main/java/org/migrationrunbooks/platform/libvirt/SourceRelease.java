package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/**
 * Takes away what the source has left of a relocated instance. The definition is the only record of the files, so it goes last: what
 * broke off in between is found again and finished.
 */
final class SourceRelease {

    private final LibvirtHosts hosts;
    private final DefinitionKeeping keeping;
    private final FirmwareFolder firmware;
    private final List<Path> sharedFolders;
    private final Autostart autostart;

    SourceRelease(
            LibvirtHosts hosts,
            DefinitionKeeping keeping,
            FirmwareFolder firmware,
            List<Path> sharedFolders,
            Autostart autostart) {
        this.hosts = hosts;
        this.keeping = keeping;
        this.firmware = firmware;
        this.sharedFolders = sharedFolders;
        this.autostart = autostart;
    }

    TaskStanding look(InstanceTask.ReleaseSource task) {
        if (hosts.get(task.from()).view(task.instance().name()).isPresent()) {
            return new TaskStanding.NotDone("%s still has %s".formatted(task.from(), task.instance()));
        }
        Presences presences = Presences.of(hosts, task.instance());
        presences.requireKnown();
        return new TaskStanding.Done(presences.words(task.from()));
    }

    TaskAnswer begin(InstanceTask.ReleaseSource task, EffectGuard guard) {
        Presences presences = Presences.of(hosts, task.instance());
        Optional<DomainView> source = presences.on(task.from());
        Optional<DomainView> copy = presences.on(task.to()).filter(view -> view.copyOf(task.epoch()));
        if (copy.isEmpty()) {
            return new TaskAnswer.Refused(
                    "%s; copy %s is not there".formatted(presences.words(task.to()), task.epoch()));
        }
        if (source.isEmpty()) {
            return new TaskAnswer.Accepted();
        }
        if (source.get().copyOf(task.epoch()) || source.get().active()) {
            return new TaskAnswer.Refused(presences.words(task.from()) + "; only a source that is off is released");
        }
        if (source.get().relocation().withdrawn().contains(task.epoch())) {
            return new TaskAnswer.Refused(
                    "copy %s was withdrawn, so the instance is at %s".formatted(task.epoch(), task.from()));
        }
        guard.beforeEffect();
        Optional<String> missing = missing(hosts.get(task.to()), copy.get())
                .or(() -> missingVariables(hosts.get(task.to()), copy.get(), hosts.get(task.from()), source.get()));
        if (missing.isPresent()) {
            return new TaskAnswer.Refused(missing.get());
        }
        Optional<String> refusal = release(task, copy.get(), guard);
        keeping.reread(task.from(), task.instance());
        return refusal.<TaskAnswer>map(TaskAnswer.Refused::new).orElseGet(TaskAnswer.Accepted::new);
    }

    /** What the destination's definition names and its storage does not have. */
    private Optional<String> missing(LibvirtHost host, DomainView copy) {
        return host.link().ask(connection -> PrivateVolume.of(copy.xml(), sharedFolders).stream()
                .flatMap(disk -> disk.path().stream())
                .filter(path ->
                        connection.volume(path.toString(), StorageVolume::xml).isEmpty())
                .map(path -> "%s has no volume %s, which the copy needs".formatted(host.id(), path))
                .findFirst());
    }

    /** The firmware's variables that the source has and the destination, which would make new ones, has not. */
    private Optional<String> missingVariables(
            LibvirtHost destination, DomainView copy, LibvirtHost host, DomainView source) {
        return variables(source)
                .filter(file -> variables(copy)
                        .filter(arrived -> has(destination, arrived))
                        .isEmpty())
                .filter(file -> has(host, file))
                .map(file -> "%s has no copy of %s, the variables of the instance's firmware"
                        .formatted(destination.id(), file));
    }

    private Optional<Path> variables(DomainView view) {
        return PrivateVolume.ofFirmware(view.xml(), sharedFolders).flatMap(Disk::path);
    }

    private boolean has(LibvirtHost host, Path variables) {
        return host.link()
                .ask(connection -> firmware.shown(variables, host.id(), connection, () -> connection
                        .volume(variables.toString(), StorageVolume::xml)
                        .isPresent()));
    }

    private Optional<String> release(InstanceTask.ReleaseSource task, DomainView copy, EffectGuard guard) {
        String name = task.instance().name();
        if (copy.relocation().autostart() && autostart.givenBack()) {
            guard.beforeEffect();
            Optional<String> refusal = hosts.get(task.to()).attempt(name, domain -> {
                domain.autostart(true);
                domain.note(domain.xml().relocation().autostart(false));
            });
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        LibvirtHost source = hosts.get(task.from());
        guard.beforeEffect();
        Optional<String> refusal = source.attempt(connection -> deleteFiles(connection, name));
        if (refusal.isPresent()) {
            return refusal;
        }
        guard.beforeEffect();
        return source.attempt(connection -> DefinitionRemoval.run(connection, name, sharedFolders, file -> true));
    }

    private void deleteFiles(Connection connection, String name) {
        List<Path> files = connection
                .domain(name, domain -> {
                    if (domain.state().active()) {
                        throw new LibvirtException(
                                LibvirtException.OPERATION_INVALID, name + " was started there meanwhile");
                    }
                    return PrivateVolume.of(domain.definition(), sharedFolders);
                })
                .orElse(List.of())
                .stream()
                .flatMap(disk -> disk.path().stream())
                .toList();
        Set<Path> usedByOthers = UsedFiles.of(connection, xml -> !xml.name().equals(name));
        files.stream()
                .filter(file -> !usedByOthers.contains(file.normalize()))
                .forEach(file -> connection.volume(file.toString(), volume -> {
                    volume.delete();
                    return true;
                }));
    }
}
