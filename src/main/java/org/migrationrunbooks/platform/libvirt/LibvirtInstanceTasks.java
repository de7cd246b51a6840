package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/** The port, each task handed to the class that brings it about. */
final class LibvirtInstanceTasks implements InstanceTasks, AutoCloseable {

    private final LibvirtHosts hosts;
    private final RelocationRuns runs = new RelocationRuns();
    private final InstanceStop stop;
    private final RelocationStart relocation;
    private final InstanceBoot boot;
    private final SourceRelease release;
    private final CopyDiscard discard;
    private final InstanceRebuild rebuild;
    private final LeftoverRemoval removal;

    LibvirtInstanceTasks(LibvirtHosts hosts, DefinitionKeeping keeping, LibvirtSettings settings, Clock clock) {
        List<Path> shared = settings.sharedFolders();
        Autostart autostart = settings.autostart();
        FirmwareFolder firmware = new FirmwareFolder();
        this.hosts = hosts;
        this.stop = new InstanceStop(hosts, keeping, clock);
        this.relocation = new RelocationStart(hosts, keeping, runs, firmware, shared, clock);
        this.boot = new InstanceBoot(hosts, keeping, autostart);
        this.release = new SourceRelease(hosts, keeping, firmware, shared, autostart);
        this.discard = new CopyDiscard(hosts, keeping, runs, firmware, shared, autostart);
        this.rebuild = new InstanceRebuild(hosts, keeping, shared);
        this.removal = new LeftoverRemoval(hosts, keeping, shared);
    }

    @Override
    public TaskStanding look(InstanceTask task) {
        if (task instanceof InstanceTask.Stop wanted) {
            return stop.look(wanted);
        } else if (task instanceof InstanceTask.Relocate wanted) {
            return relocation.look(wanted);
        } else if (task instanceof InstanceTask.Boot wanted) {
            return boot.look(wanted);
        } else if (task instanceof InstanceTask.ReleaseSource wanted) {
            return release.look(wanted);
        } else if (task instanceof InstanceTask.DiscardCopy wanted) {
            return discard.look(wanted);
        } else if (task instanceof InstanceTask.Rebuild wanted) {
            return rebuild.look(wanted);
        } else if (task instanceof InstanceTask.RemoveLeftover wanted) {
            return removal.look(wanted);
        }
        throw new IllegalArgumentException("no such task: " + task);
    }

    @Override
    public TaskAnswer begin(InstanceTask task, EffectGuard guard) {
        if (hosts.find(task.host()).isEmpty()) {
            return new TaskAnswer.Refused("host %s is not configured".formatted(task.host()));
        }
        if (task instanceof InstanceTask.Stop wanted) {
            return stop.begin(wanted, guard);
        } else if (task instanceof InstanceTask.Relocate wanted) {
            return relocation.begin(wanted, guard);
        } else if (task instanceof InstanceTask.Boot wanted) {
            return boot.begin(wanted, guard);
        } else if (task instanceof InstanceTask.ReleaseSource wanted) {
            return release.begin(wanted, guard);
        } else if (task instanceof InstanceTask.DiscardCopy wanted) {
            return discard.begin(wanted, guard);
        } else if (task instanceof InstanceTask.Rebuild wanted) {
            return rebuild.begin(wanted, guard);
        } else if (task instanceof InstanceTask.RemoveLeftover wanted) {
            return removal.begin(wanted, guard);
        }
        throw new IllegalArgumentException("no such task: " + task);
    }

    @Override
    public CancelResult cancel(InstanceTask task, EffectGuard guard) {
        if (task instanceof InstanceTask.Relocate wanted) {
            return relocation.cancel(wanted, guard);
        }
        return look(task) instanceof TaskStanding.UnderWay ? CancelResult.TOO_LATE : CancelResult.NOTHING_TO_CANCEL;
    }

    @Override
    public void close() {
        runs.close();
    }
}
