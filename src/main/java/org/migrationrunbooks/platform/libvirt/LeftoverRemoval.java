package org.migrationrunbooks.platform.libvirt;

import java.util.Optional;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/** Takes away a definition that is off while the instance runs at another host. Files are left alone. */
final class LeftoverRemoval {

    private final LibvirtHosts hosts;

    LeftoverRemoval(LibvirtHosts hosts) {
        this.hosts = hosts;
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
        boolean runsElsewhere = presences.elsewhere(task.host()).values().stream()
                .anyMatch(view -> view.instanceState() == InstanceState.RUNNING
                        && view.uid().equals(there.get().uid()));
        if (there.get().active() || !runsElsewhere) {
            return new TaskAnswer.Refused(
                    "%s, and no other host is seen to run it; that is the instance, not a leftover"
                            .formatted(presences.words(task.host())));
        }
        guard.beforeEffect();
        return hosts.get(task.host())
                .attempt(task.instance().name(), Domain::undefine)
                .<TaskAnswer>map(TaskAnswer.Refused::new)
                .orElseGet(TaskAnswer.Accepted::new);
    }
}
