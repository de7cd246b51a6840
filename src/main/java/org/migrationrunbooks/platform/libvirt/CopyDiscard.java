package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/**
 * Takes a copy away. First its epoch is withdrawn in every other definition of the instance, so that nothing asked for it later
 * has an effect; then the definition goes, then the files, which carry the epoch in their names.
 */
final class CopyDiscard {

    private final LibvirtHosts hosts;
    private final RelocationRuns runs;
    private final List<Path> sharedFolders;

    CopyDiscard(LibvirtHosts hosts, RelocationRuns runs, List<Path> sharedFolders) {
        this.hosts = hosts;
        this.runs = runs;
        this.sharedFolders = sharedFolders;
    }

    TaskStanding look(InstanceTask.DiscardCopy task) {
        Presences presences = Presences.of(hosts, task.instance());
        presences.requireKnown();
        if (presences.on(task.host()).filter(view -> view.copyOf(task.epoch())).isPresent()) {
            return new TaskStanding.NotDone(presences.words(task.host()));
        }
        Map<HostId, DomainView> others = others(task, presences);
        boolean withdrawn = !others.isEmpty()
                && others.values().stream()
                        .allMatch(view -> view.relocation().withdrawn().contains(task.epoch()));
        if (!withdrawn) {
            return new TaskStanding.NotDone(
                    "copy %s of %s could still be made, it is not withdrawn".formatted(task.epoch(), task.instance()));
        }
        List<String> files = hosts.get(task.host()).link().ask(connection -> files(connection, task, false));
        return files.isEmpty()
                ? new TaskStanding.Done("%s has neither definition nor files of copy %s, which is withdrawn at %s"
                        .formatted(task.host(), task.epoch(), others.keySet()))
                : new TaskStanding.NotDone("%s still has %s".formatted(task.host(), files));
    }

    TaskAnswer begin(InstanceTask.DiscardCopy task, EffectGuard guard) {
        if (runs.find(task.instance(), task.epoch())
                .filter(RelocationRun::underWay)
                .isPresent()) {
            return new TaskAnswer.Refused("it is still being copied; cancel that first");
        }
        if (!RelocationNote.plain(task.epoch())) {
            return new TaskAnswer.Refused("'%s' names no copy".formatted(task.epoch()));
        }
        Presences presences = Presences.of(hosts, task.instance());
        Optional<DomainView> copy = presences.on(task.host()).filter(view -> view.copyOf(task.epoch()));
        if (copy.filter(DomainView::active).isPresent()) {
            return new TaskAnswer.Refused(presences.words(task.host()) + "; stop it first");
        }
        Map<HostId, DomainView> others = others(task, presences);
        if (others.isEmpty()) {
            return new TaskAnswer.Refused("no other definition of %s is seen, so this copy may be all there is of it%s"
                    .formatted(task.instance(), presences.silent().isEmpty() ? "" : "; silent: " + presences.silent()));
        }
        Optional<String> refusal = discard(task, others, copy.isPresent(), guard);
        if (refusal.isPresent()) {
            return new TaskAnswer.Refused(refusal.get());
        }
        runs.forget(task.instance(), task.epoch());
        return new TaskAnswer.Accepted();
    }

    /** Every definition of the instance that is not the copy itself. */
    private static Map<HostId, DomainView> others(InstanceTask.DiscardCopy task, Presences presences) {
        Map<HostId, DomainView> others = new LinkedHashMap<>(presences.views());
        others.values().removeIf(view -> view.copyOf(task.epoch()));
        return others;
    }

    private Optional<String> discard(
            InstanceTask.DiscardCopy task, Map<HostId, DomainView> others, boolean defined, EffectGuard guard) {
        String name = task.instance().name();
        LibvirtHost host = hosts.get(task.host());
        for (HostId other : others.keySet()) {
            guard.beforeEffect();
            Optional<String> refusal = hosts.get(other).attempt(name, domain -> withdraw(domain, task.epoch()));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        if (defined) {
            guard.beforeEffect();
            Optional<String> refusal = host.attempt(name, Domain::undefine);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        guard.beforeEffect();
        return host.attempt(connection -> files(connection, task, true));
    }

    private static void withdraw(Domain domain, String epoch) {
        RelocationNote note = domain.xml().relocation();
        if (note.autostart()) {
            domain.autostart(true);
        }
        RelocationNote withdrawn = note.withdrawing(List.of(epoch)).autostart(false);
        if (!withdrawn.equals(note)) {
            domain.note(withdrawn);
        }
    }

    /** The copy's files, in pools that only this host has; an epoch is used for one copy, so the name's end tells whose they are. */
    private List<String> files(Connection connection, InstanceTask.DiscardCopy task, boolean delete) {
        return connection
                .pools(pool -> {
                    StoragePoolXml xml = pool.xml();
                    boolean ours = xml.target()
                            .filter(folder -> sharedFolders.stream().noneMatch(folder::startsWith))
                            .isPresent();
                    if (!ours) {
                        return List.<String>of();
                    }
                    if (delete) {
                        pool.refresh();
                    }
                    List<String> names = pool.volumes().stream()
                            .filter(name -> name.endsWith(PrivateVolume.suffix(task.epoch())))
                            .toList();
                    if (delete) {
                        names.forEach(name -> pool.volume(name, volume -> {
                            volume.delete();
                            return true;
                        }));
                    }
                    return names;
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }
}
