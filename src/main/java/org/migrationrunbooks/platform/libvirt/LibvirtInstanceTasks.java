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

    private static final String NO_REBUILD =
            "rebuilding is not supported on libvirt yet: it needs a definition that is kept elsewhere than on the dead host";

    private final LibvirtHosts hosts;
    private final RelocationRuns runs = new RelocationRuns();
    private final InstanceStop stop;
    private final RelocationStart relocation;
    private final InstanceBoot boot;
    private final SourceRelease release;
    private final CopyDiscard discard;
    private final LeftoverRemoval removal;

    LibvirtInstanceTasks(LibvirtHosts hosts, Inventory inventory, List<Path> sharedFolders, Clock clock) {
        this.hosts = hosts;
        this.stop = new InstanceStop(hosts, clock);
        this.relocation = new RelocationStart(hosts, runs, sharedFolders, clock);
        this.boot = new InstanceBoot(hosts, inventory);
        this.release = new SourceRelease(hosts, sharedFolders);
        this.discard = new CopyDiscard(hosts, runs, sharedFolders);
        this.removal = new LeftoverRemoval(hosts);
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
        } else if (task instanceof InstanceTask.RemoveLeftover wanted) {
            return removal.look(wanted);
        }
        Presences.of(hosts, task.instance()).requireKnown();
        return new TaskStanding.NotDone(NO_REBUILD);
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
        } else if (task instanceof InstanceTask.RemoveLeftover wanted) {
            return removal.begin(wanted, guard);
        }
        return new TaskAnswer.Refused(NO_REBUILD);
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
