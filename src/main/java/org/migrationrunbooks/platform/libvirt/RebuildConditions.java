package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.VolumeAccess;

/** What has to hold, read just before, for an instance of a dead host to be started elsewhere. In doubt it does not hold. */
final class RebuildConditions {

    /** What a definition must not have that only the dead host has; what else is missing is told by the start. */
    private static final List<SourceRule> OF_DEFINITION = List.of(
            SourceRule.SHARED_VOLUMES,
            SourceRule.NO_PASSTHROUGH,
            SourceRule.NO_LOCAL_FIRMWARE_VARIABLES,
            SourceRule.NO_LOCAL_TPM);

    private static final List<DestinationRule> OF_DESTINATION =
            List.of(DestinationRule.NAME_FREE, DestinationRule.MEMORY, DestinationRule.CPUS);

    private final LibvirtHosts hosts;
    private final DefinitionKeeping keeping;
    private final List<Path> sharedFolders;

    RebuildConditions(LibvirtHosts hosts, DefinitionKeeping keeping, List<Path> sharedFolders) {
        this.hosts = hosts;
        this.keeping = keeping;
        this.sharedFolders = sharedFolders;
    }

    /** Why it cannot be rebuilt from what is kept of it at the dead host; empty where it can. */
    Optional<String> against(InstanceTask.Rebuild task, Optional<KeptDefinition> kept, Presences presences) {
        return againstTask(task).or(() -> againstWhereabouts(task, presences)).or(() -> kept.map(definition ->
                        againstEpoch(task, definition, presences).or(() -> againstDefinition(task, definition)))
                .orElseGet(() -> Optional.of(nothingKept(task))));
    }

    private static String nothingKept(InstanceTask.Rebuild task) {
        return "%s did not have %s when it was read last, or the instance was seen to run elsewhere since"
                .formatted(task.dead(), task.instance());
    }

    private static Optional<String> againstTask(InstanceTask.Rebuild task) {
        if (!RelocationNote.plain(task.epoch())) {
            return Optional.of(
                    "'%s' cannot name a copy: letters, digits, '_' and '-' only, at most 100".formatted(task.epoch()));
        }
        if (task.dead().equals(task.to())) {
            return Optional.of(task.to() + " is the dead host itself");
        }
        return Optional.empty();
    }

    private Optional<String> againstWhereabouts(InstanceTask.Rebuild task, Presences presences) {
        Optional<HostId> runs = presences.views().entrySet().stream()
                .filter(host -> host.getValue().active())
                .map(Map.Entry::getKey)
                .findFirst();
        if (runs.isPresent()) {
            return Optional.of(presences.words(runs.get()) + "; it must not run twice");
        }
        if (hosts.find(task.dead()).isPresent() && !presences.silent().contains(task.dead())) {
            return Optional.of("%s answers, so it is not off; %s. Start the instance there, or fence the host"
                    .formatted(task.dead(), presences.words(task.dead())));
        }
        return presences.silent().stream()
                .filter(silent -> !silent.equals(task.dead()))
                .filter(silent -> keeping.mayHave(silent, task.instance()))
                .findFirst()
                .map(silent ->
                        ("host %s does not answer either, and may have %s too; bring it back, or take it out of the"
                                        + " configuration where it is gone for good")
                                .formatted(silent, task.instance()));
    }

    private static Optional<String> againstEpoch(InstanceTask.Rebuild task, KeptDefinition kept, Presences presences) {
        RelocationNote mine = DomainXml.parse(kept.definition()).relocation();
        List<RelocationNote> notes = new ArrayList<>(List.of(mine));
        presences.views().values().forEach(view -> notes.add(view.relocation()));
        if (notes.stream().anyMatch(note -> note.withdrawn().contains(task.epoch()))) {
            return Optional.of("copy %s was withdrawn".formatted(task.epoch()));
        }
        return presences.views().entrySet().stream()
                .filter(host -> {
                    RelocationNote other = host.getValue().relocation();
                    return other.booted()
                            && !task.epoch().equals(other.epoch())
                            && !Objects.equals(mine.epoch(), other.epoch())
                            && !mine.withdrawn().contains(other.epoch());
                })
                .findFirst()
                .map(host ->
                        "%s, which was started after it was copied, so it may have left %s before that died; start it instead"
                                .formatted(presences.words(host.getKey()), task.dead()));
    }

    private Optional<String> againstDefinition(InstanceTask.Rebuild task, KeptDefinition kept) {
        if (!kept.persistent()) {
            return Optional.of("%s had no persistent definition of %s when it was read last, at %s"
                    .formatted(task.dead(), task.instance(), kept.readAt()));
        }
        if (task.fromImage()) {
            return Optional.of(
                    "libvirt knows no images, so volumes that only %s had cannot be made anew".formatted(task.dead()));
        }
        Candidate.AtSource source = source(task, kept);
        Optional<String> blocker = words(OF_DEFINITION.stream().flatMap(rule -> rule.check(source).stream()));
        return blocker.isPresent()
                ? blocker
                : hosts.get(task.to()).link().ask(connection -> againstDestination(connection, source));
    }

    private Candidate.AtSource source(InstanceTask.Rebuild task, KeptDefinition kept) {
        MigrationRequest request =
                new MigrationRequest(task.instance(), task.dead(), task.to(), Strategy.PLAIN, null, Duration.ZERO);
        DomainView off = new DomainView(DomainXml.parse(kept.definition()), DomainState.OFF, JobStats.NONE, false);
        return new Candidate.AtSource(request, off, kept.persistent(), 0, false, 0, sharedFolders, Map.of(), false);
    }

    private static Optional<String> againstDestination(Connection connection, Candidate.AtSource source) {
        Candidate.AtDestination candidate = Preflight.atDestination(connection, source);
        return words(OF_DESTINATION.stream().flatMap(rule -> rule.check(candidate).stream()))
                .or(() -> connection
                        .domain(source.name(), Domain::hasManagedSave)
                        .filter(Boolean::booleanValue)
                        .map(saved ->
                                ("%s has saved memory of %s, with which it would go on from what it was then; remove it"
                                                + " with virsh managedsave-remove")
                                        .formatted(source.request().to(), source.name())))
                .or(() -> unreached(connection, source));
    }

    /** A volume that the destination does not reach; whether it reaches one in the network is told by the start. */
    private static Optional<String> unreached(Connection connection, Candidate.AtSource source) {
        return source.view().xml().volumes().stream()
                .filter(disk -> !disk.onNetwork())
                .map(disk -> LibvirtStorage.access(connection, new Volume(disk.target(), ByteSize.ZERO, true), disk))
                .filter(access -> !access.reachable())
                .map(VolumeAccess::evidence)
                .findFirst()
                .map(evidence -> "%s does not reach a volume of %s: %s"
                        .formatted(source.request().to(), source.name(), evidence));
    }

    private static Optional<String> words(Stream<Blocker> blockers) {
        return blockers.findFirst().map(blocker -> "%s: %s".formatted(blocker.code(), blocker.reason()));
    }
}
