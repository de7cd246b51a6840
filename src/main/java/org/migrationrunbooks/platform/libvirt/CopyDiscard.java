package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/**
 * Takes a copy away. First its epoch is withdrawn in every other definition of the instance, so that nothing asked for it later
 * has an effect; then the definition goes, then the files, which carry the epoch in their names.
 */
final class CopyDiscard {

    private final LibvirtHosts hosts;
    private final DefinitionKeeping keeping;
    private final RelocationRuns runs;
    private final CopyFiles copyFiles;
    private final List<Path> sharedFolders;
    private final Autostart autostart;

    CopyDiscard(
            LibvirtHosts hosts,
            DefinitionKeeping keeping,
            RelocationRuns runs,
            FirmwareFolder firmware,
            List<Path> sharedFolders,
            Autostart autostart) {
        this.hosts = hosts;
        this.keeping = keeping;
        this.runs = runs;
        this.copyFiles = new CopyFiles(firmware, sharedFolders);
        this.sharedFolders = sharedFolders;
        this.autostart = autostart;
    }

    TaskStanding look(InstanceTask.DiscardCopy task) {
        Presences presences = Presences.of(hosts, task.instance());
        List<KeptDefinition> kept = kept(task, presences);
        if (kept.isEmpty()) {
            presences.requireKnown();
        }
        if (presences.on(task.host()).filter(view -> view.copyOf(task.epoch())).isPresent()) {
            return new TaskStanding.NotDone(presences.words(task.host()));
        }
        Map<HostId, DomainView> others = others(task, presences);
        boolean withdrawn = !(others.isEmpty() && kept.isEmpty())
                && Stream.concat(
                                others.values().stream().map(DomainView::relocation),
                                kept.stream().map(CopyDiscard::note))
                        .allMatch(note -> note.withdrawn().contains(task.epoch()));
        if (!withdrawn) {
            return new TaskStanding.NotDone(
                    "copy %s of %s could still be made, it is not withdrawn".formatted(task.epoch(), task.instance()));
        }
        boolean variables = copyFiles.mayHaveVariables(definitions(presences, kept));
        List<String> files =
                hosts.get(task.host()).link().ask(connection -> copyFiles.find(connection, task, variables));
        return files.isEmpty()
                ? new TaskStanding.Done("%s has neither definition nor files of copy %s, which is withdrawn"
                        .formatted(task.host(), task.epoch()))
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
        List<KeptDefinition> kept = kept(task, presences);
        if (others.isEmpty() && kept.isEmpty()) {
            return new TaskAnswer.Refused("no other definition of %s is seen, so this copy may be all there is of it%s"
                    .formatted(task.instance(), presences.silent().isEmpty() ? "" : "; silent: " + presences.silent()));
        }
        kept.forEach(definition -> withdraw(definition, task.epoch()));
        boolean variables = copyFiles.mayHaveVariables(definitions(presences, kept));
        Optional<String> refusal = discard(task, others, copy.isPresent(), variables, guard);
        keeping.reread(task.host(), task.instance());
        if (refusal.isPresent()) {
            return new TaskAnswer.Refused(refusal.get());
        }
        runs.forget(task.instance(), task.epoch());
        return new TaskAnswer.Accepted();
    }

    private static Stream<DomainXml> definitions(Presences presences, List<KeptDefinition> kept) {
        return Stream.concat(
                presences.views().values().stream().map(DomainView::xml),
                kept.stream().map(definition -> DomainXml.parse(definition.definition())));
    }

    /** Every definition of the instance that is not the copy itself. */
    private static Map<HostId, DomainView> others(InstanceTask.DiscardCopy task, Presences presences) {
        Map<HostId, DomainView> others = new LinkedHashMap<>(presences.views());
        others.values().removeIf(view -> view.copyOf(task.epoch()));
        return others;
    }

    /**
     * What is kept of the instance from hosts that are silent. Only where all its files are shared: else the copy may be all there is
     * of what the instance wrote.
     */
    private List<KeptDefinition> kept(InstanceTask.DiscardCopy task, Presences presences) {
        return presences.silent().stream()
                .flatMap(silent -> keeping.told(silent, task.instance()).stream())
                .filter(definition -> !task.epoch().equals(note(definition).epoch()))
                .filter(definition -> shared(DomainXml.parse(definition.definition())))
                .toList();
    }

    private boolean shared(DomainXml definition) {
        return Stream.concat(definition.volumes().stream(), definition.firmwareVariables().stream())
                .allMatch(disk -> disk.shared(sharedFolders));
    }

    private static RelocationNote note(KeptDefinition kept) {
        return DomainXml.parse(kept.definition()).relocation();
    }

    /** So that it is not rebuilt by that name, as long as the host stays silent; and where it comes back, it is not rebuilt at all. */
    private void withdraw(KeptDefinition kept, String epoch) {
        DomainXml definition = DomainXml.parse(kept.definition());
        keeping.replace(
                kept, CopiedDefinition.noted(definition, definition.relocation().withdrawing(List.of(epoch))));
    }

    private Optional<String> discard(
            InstanceTask.DiscardCopy task,
            Map<HostId, DomainView> others,
            boolean defined,
            boolean variables,
            EffectGuard guard) {
        String name = task.instance().name();
        LibvirtHost host = hosts.get(task.host());
        for (HostId other : others.keySet()) {
            guard.beforeEffect();
            Optional<String> refusal = hosts.get(other).attempt(name, domain -> withdraw(domain, task.epoch()));
            keeping.reread(other, task.instance());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        if (defined) {
            guard.beforeEffect();
            Optional<String> refusal = host.attempt(connection ->
                    DefinitionRemoval.run(connection, name, sharedFolders, file -> CopyFiles.of(task.epoch(), file)));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        guard.beforeEffect();
        return host.attempt(connection -> copyFiles.delete(connection, task, variables));
    }

    private void withdraw(Domain domain, String epoch) {
        RelocationNote note = domain.xml().relocation();
        boolean held = note.autostart() && autostart.givenBack();
        if (held) {
            domain.autostart(true);
        }
        RelocationNote withdrawn = note.withdrawing(List.of(epoch)).autostart(note.autostart() && !held);
        if (!withdrawn.equals(note)) {
            domain.note(withdrawn);
        }
    }
}
