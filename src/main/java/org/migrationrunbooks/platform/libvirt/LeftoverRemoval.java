package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/** Takes away a definition that is off while the instance is at another host. Files are left alone. */
final class LeftoverRemoval {

    private final LibvirtHosts hosts;
    private final DefinitionKeeping keeping;
    private final List<Path> sharedFolders;

    LeftoverRemoval(LibvirtHosts hosts, DefinitionKeeping keeping, List<Path> sharedFolders) {
        this.hosts = hosts;
        this.keeping = keeping;
        this.sharedFolders = sharedFolders;
    }

    TaskStanding look(InstanceTask.RemoveLeftover task) {
        Presences presences = Presences.of(hosts, task.instance());
        presences.requireKnown();
        return presences.on(task.host()).isPresent()
                ? new TaskStanding.NotDone(presences.words(task.host()))
                : new TaskStanding.Done(presences.words(task.host()));
    }

    TaskAnswer begin(InstanceTask.RemoveLeftover task, EffectGuard guard) {
        Presences presences = Presences.of(hosts, task.instance());
        if (presences.nowhere()) {
            return new TaskAnswer.Refused("no host has " + task.instance());
        }
        Optional<DomainView> there = presences.on(task.host());
        if (there.isEmpty()) {
            return new TaskAnswer.Accepted();
        }
        boolean elsewhere =
                presences.elsewhere(task.host()).values().stream().anyMatch(view -> takesItsPlace(view, there.get()));
        if (there.get().active() || !elsewhere) {
            return new TaskAnswer.Refused(
                    "%s, and no other host is seen to run it, or to have been given it since; that is the instance, not a leftover"
                            .formatted(presences.words(task.host())));
        }
        guard.beforeEffect();
        Optional<String> refusal =
                hosts.get(task.host()).attempt(task.instance().name(), Domain::undefine);
        keeping.reread(task.host(), task.instance());
        return refusal.<TaskAnswer>map(TaskAnswer.Refused::new).orElseGet(TaskAnswer.Accepted::new);
    }

    /** Whether it runs elsewhere, or was rebuilt there and is off: where all volumes are shared nothing but the definition is older. */
    private boolean takesItsPlace(DomainView other, DomainView leftover) {
        return other.uid().equals(leftover.uid())
                && (other.instanceState() == InstanceState.RUNNING
                        || (other.relocation().replaces(leftover.relocation()) && allShared(leftover)));
    }

    private boolean allShared(DomainView view) {
        return view.xml().volumes().stream().allMatch(disk -> disk.shared(sharedFolders));
    }
}
