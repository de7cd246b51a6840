package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/**
 * Relocates a stopped instance. It is done where the destination has a definition with the epoch, and only then: that definition
 * is written last, when all volumes are there and compared.
 */
final class RelocationStart {

    /** What hinders a live migration only, or is told by the start at the destination, or by the copy itself. */
    private static final Set<BlockerCode> NO_HINDRANCE = EnumSet.of(
            BlockerCode.INSTANCE_NOT_RUNNING,
            BlockerCode.VOLUME_NOT_SHARED,
            BlockerCode.NVRAM_STATE,
            BlockerCode.CPU_INCOMPATIBLE,
            BlockerCode.STRATEGY_UNSUPPORTED,
            BlockerCode.UNSAFE_CACHE_MODE,
            BlockerCode.HOST_FULL_MEMORY,
            BlockerCode.POOL_FULL);

    private final LibvirtHosts hosts;
    private final DefinitionKeeping keeping;
    private final RelocationRuns runs;
    private final FirmwareFolder firmware;
    private final Preflight preflight;
    private final List<Path> sharedFolders;
    private final Clock clock;

    RelocationStart(
            LibvirtHosts hosts,
            DefinitionKeeping keeping,
            RelocationRuns runs,
            FirmwareFolder firmware,
            List<Path> sharedFolders,
            Clock clock) {
        this.hosts = hosts;
        this.keeping = keeping;
        this.runs = runs;
        this.firmware = firmware;
        this.preflight = new Preflight(hosts, sharedFolders);
        this.sharedFolders = sharedFolders;
        this.clock = clock;
    }

    TaskStanding look(InstanceTask.Relocate task) {
        Optional<RelocationRun> run = runs.find(task.instance(), task.epoch());
        if (run.filter(RelocationRun::underWay).isPresent()) {
            return new TaskStanding.UnderWay(run.get().progress(clock.instant()));
        }
        Optional<DomainView> there = hosts.get(task.to()).view(task.instance().name());
        if (there.filter(view -> view.copyOf(task.epoch())).isPresent()) {
            return new TaskStanding.Done("%s has copy %s of %s, written when its volumes were compared"
                    .formatted(task.to(), task.epoch(), task.instance()));
        }
        Presences presences = Presences.of(hosts, task.instance());
        presences.requireKnown();
        return run.flatMap(RelocationRun::failure)
                .<TaskStanding>map(TaskStanding.Failed::new)
                .orElseGet(() -> new TaskStanding.NotDone(
                        presences.words(task.to()) + "; nothing is being copied by this node"));
    }

    TaskAnswer begin(InstanceTask.Relocate task, EffectGuard guard) {
        if (runs.find(task.instance(), task.epoch())
                .filter(RelocationRun::underWay)
                .isPresent()) {
            return new TaskAnswer.Accepted();
        }
        Presences presences = Presences.of(hosts, task.instance());
        Optional<DomainView> there = presences.on(task.to());
        Optional<DomainView> source = presences.on(task.from());
        if (source.filter(view -> view.relocation().withdrawn().contains(task.epoch()))
                .isPresent()) {
            return new TaskAnswer.Refused("copy %s was withdrawn".formatted(task.epoch()));
        }
        if (there.filter(view -> view.copyOf(task.epoch())).isPresent()) {
            return new TaskAnswer.Accepted();
        }
        Optional<String> against = against(task, presences, source, there);
        if (against.isPresent()) {
            return new TaskAnswer.Refused(against.get());
        }
        guard.beforeEffect();
        LibvirtHost from = hosts.get(task.from());
        Optional<String> refusal = from.attempt(task.instance().name(), InstanceStop::holdBack);
        if (refusal.isPresent()) {
            return new TaskAnswer.Refused(refusal.get());
        }
        guard.beforeEffect();
        runs.begin(
                task.instance(),
                task.epoch(),
                () -> RelocationRun.begin(
                        task,
                        keeping,
                        firmware,
                        from.link(),
                        hosts.get(task.to()).link(),
                        sharedFolders,
                        guard));
        return new TaskAnswer.Accepted();
    }

    private Optional<String> against(
            InstanceTask.Relocate task, Presences presences, Optional<DomainView> source, Optional<DomainView> there) {
        if (!RelocationNote.plain(task.epoch())) {
            return Optional.of(
                    "'%s' cannot name a copy: letters, digits, '_' and '-' only, at most 100".formatted(task.epoch()));
        }
        if (source.isEmpty()) {
            return Optional.of(presences.words(task.from()));
        }
        if (source.get().active()) {
            return Optional.of(presences.words(task.from()) + "; stop it first");
        }
        if (there.isPresent()) {
            return Optional.of(presences.words(task.to()) + "; remove that first");
        }
        List<Blocker> blockers = preflight
                .check(new MigrationRequest(
                        task.instance(), task.from(), task.to(), Strategy.PLAIN, task.bandwidth(), Duration.ZERO))
                .blockers();
        return blockers.stream()
                .filter(blocker -> !NO_HINDRANCE.contains(blocker.code()))
                .map(blocker -> "%s: %s; %s".formatted(blocker.code(), blocker.reason(), blocker.remedy()))
                .findFirst();
    }

    CancelResult cancel(InstanceTask.Relocate task, EffectGuard guard) {
        Optional<RelocationRun> run = runs.find(task.instance(), task.epoch()).filter(RelocationRun::underWay);
        if (run.isEmpty()) {
            return CancelResult.NOTHING_TO_CANCEL;
        }
        guard.beforeEffect();
        run.get().stop();
        return CancelResult.REQUESTED;
    }
}
