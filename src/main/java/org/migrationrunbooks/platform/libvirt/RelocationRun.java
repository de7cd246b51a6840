package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One relocation under way in a daemon thread of its own: the private files, then the definition. What it remembers ends with
 * this process; whether it is done is told by the destination.
 */
final class RelocationRun {

    private static final Logger log = LoggerFactory.getLogger(RelocationRun.class);

    private final InstanceTask.Relocate task;
    private final DefinitionKeeping keeping;
    private final FirmwareFolder firmware;
    private final List<Path> sharedFolders;
    private final EffectGuard guard;
    private final CopyPace pace;
    private volatile boolean ended;
    private volatile @Nullable String failure;

    private RelocationRun(
            InstanceTask.Relocate task,
            DefinitionKeeping keeping,
            FirmwareFolder firmware,
            List<Path> sharedFolders,
            EffectGuard guard) {
        this.task = task;
        this.keeping = keeping;
        this.firmware = firmware;
        this.sharedFolders = sharedFolders;
        this.guard = guard;
        this.pace = new CopyPace(task.bandwidth());
    }

    /** Begins over connections of its own, and gives them back at the end. */
    static RelocationRun begin(
            InstanceTask.Relocate task,
            DefinitionKeeping keeping,
            FirmwareFolder firmware,
            HostLink from,
            HostLink to,
            List<Path> sharedFolders,
            EffectGuard guard) {
        RelocationRun run = new RelocationRun(task, keeping, firmware, sharedFolders, guard);
        Thread thread = new Thread(
                () -> run.run(from, to), "libvirt-relocate-" + task.instance().name());
        thread.setDaemon(true);
        thread.start();
        return run;
    }

    private void run(HostLink from, HostLink to) {
        try (Loan source = from.lend();
                Loan destination = to.lend()) {
            relocate(source.connection(), destination.connection());
        } catch (LibvirtException | CopyFailedException | PlatformUnreachableException e) {
            failure = "relocating %s to %s broke off: %s"
                    .formatted(task.instance(), task.to(), String.valueOf(e.getMessage()));
        } catch (LeaseLostException e) {
            log.info("The relocation of {} is left to others: {}", task.instance(), e.getMessage());
        } finally {
            ended = true;
        }
    }

    private void relocate(Connection from, Connection to) {
        DomainXml definition = stoppedAt(from);
        List<PrivateVolume> volumes = PrivateVolume.of(definition, task.epoch(), sharedFolders);
        volumes.stream()
                .map(PrivateVolume::path)
                .map(PrivateVolume::folder)
                .distinct()
                .forEach(folder -> from.poolAt(folder, pool -> {
                    pool.refresh();
                    return true;
                }));
        // Each byte is read at the source, and read again at the destination to be compared.
        volumes.forEach(volume -> pace.expect(2 * VolumeCopy.length(from, volume)));
        // First, since it is soon over and so tells soon where it fails.
        Optional<PrivateVolume> variables = PrivateVolume.ofFirmware(definition, task.epoch(), sharedFolders);
        variables.ifPresent(file -> new FirmwareCopy(firmware, pace, guard)
                .run(file, new FirmwareCopy.End(task.from(), from), new FirmwareCopy.End(task.to(), to)));
        for (PrivateVolume volume : volumes) {
            new VolumeCopy(from, to, volume, pace, guard, null).run();
        }
        pace.moved(0);
        // What was started meanwhile has written to the volumes, and a copy that was withdrawn must not come to be.
        DomainXml source = stoppedAt(from);
        variables.ifPresent(file -> CopiedDefinition.firmware(source, file.copy()));
        String document = CopiedDefinition.of(source, task.epoch(), volumes);
        keeping.expect(task.to(), task.instance(), source.uuid(), document);
        guard.beforeEffect();
        to.define(document);
    }

    private DomainXml stoppedAt(Connection from) {
        return from.domain(task.instance().name(), domain -> {
                    if (domain.state().active()) {
                        throw new CopyFailedException("it was started on %s meanwhile".formatted(task.from()));
                    }
                    DomainXml definition = domain.definition();
                    if (definition.relocation().withdrawn().contains(task.epoch())) {
                        throw new CopyFailedException("copy %s was withdrawn".formatted(task.epoch()));
                    }
                    return definition;
                })
                .orElseThrow(
                        () -> new CopyFailedException("%s has no definition of it any more".formatted(task.from())));
    }

    boolean underWay() {
        return !ended;
    }

    /** Why it ended without effect; empty where it goes on, has ended well, or was left to others. */
    Optional<String> failure() {
        return ended ? Optional.ofNullable(failure) : Optional.empty();
    }

    OperationProgress progress(Instant now) {
        return pace.progress(now);
    }

    /** Has it stop at the next part that is moved. */
    void stop() {
        pace.stop();
    }
}
