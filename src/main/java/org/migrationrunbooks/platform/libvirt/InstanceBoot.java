package org.migrationrunbooks.platform.libvirt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/** Starts a definition, where it is certain that the instance runs nowhere else. */
final class InstanceBoot {

    private final LibvirtHosts hosts;
    private final DefinitionKeeping keeping;
    private final Autostart autostart;

    InstanceBoot(LibvirtHosts hosts, DefinitionKeeping keeping, Autostart autostart) {
        this.hosts = hosts;
        this.keeping = keeping;
        this.autostart = autostart;
    }

    TaskStanding look(InstanceTask.Boot task) {
        Optional<DomainView> there = hosts.get(task.host()).view(task.instance().name());
        if (there.filter(view -> meant(view, task))
                .filter(view -> view.instanceState() == InstanceState.RUNNING && !view.arriving())
                .isPresent()) {
            return new TaskStanding.Done("%s runs on %s".formatted(task.instance(), task.host()));
        }
        Presences presences = Presences.of(hosts, task.instance());
        presences.requireKnown();
        return new TaskStanding.NotDone(presences.words(task.host()));
    }

    private static boolean meant(DomainView view, InstanceTask.Boot task) {
        return task.epoch() == null || view.copyOf(task.epoch());
    }

    TaskAnswer begin(InstanceTask.Boot task, EffectGuard guard) {
        Presences presences = Presences.of(hosts, task.instance());
        Optional<DomainView> there = presences.on(task.host());
        if (there.isEmpty() || !meant(there.get(), task)) {
            return new TaskAnswer.Refused("%s; there is nothing to start as %s"
                    .formatted(
                            presences.words(task.host()),
                            task.epoch() == null ? "the instance" : "copy " + task.epoch()));
        }
        Optional<String> against = against(task, presences);
        if (against.isPresent()) {
            return new TaskAnswer.Refused(against.get());
        }
        if (there.get().active()) {
            return there.get().instanceState() == InstanceState.RUNNING
                    ? new TaskAnswer.Accepted()
                    : new TaskAnswer.Refused(presences.words(task.host()) + "; resume it");
        }
        List<String> outdated = presences.elsewhere(task.host()).values().stream()
                .map(DomainView::relocation)
                .filter(RelocationNote::pending)
                .map(RelocationNote::epoch)
                .toList();
        keeping.reread(task.host(), task.instance()); // a host that dies with the start has to be known to have it
        guard.beforeEffect();
        Optional<String> refusal =
                hosts.get(task.host()).attempt(task.instance().name(), domain -> start(domain, outdated));
        if (refusal.isPresent()) {
            return new TaskAnswer.Refused(refusal.get());
        }
        keeping.reread(task.host(), task.instance());
        return new TaskAnswer.Accepted();
    }

    private Optional<String> against(InstanceTask.Boot task, Presences presences) {
        for (HostId silent : presences.silent()) {
            if (keeping.mayHave(silent, task.instance())) {
                return Optional.of(
                        ("host %s does not answer, so nobody knows whether %s runs there; bring it back, or take it"
                                        + " out of the configuration where it is gone for good")
                                .formatted(silent, task.instance()));
            }
        }
        for (Map.Entry<HostId, DomainView> other :
                presences.elsewhere(task.host()).entrySet()) {
            RelocationNote note = other.getValue().relocation();
            if (other.getValue().active()) {
                return Optional.of(presences.words(other.getKey()) + "; it must not run twice");
            }
            if (task.epoch() != null && note.withdrawn().contains(task.epoch())) {
                return Optional.of("copy %s was withdrawn at %s".formatted(task.epoch(), other.getKey()));
            }
            if (task.epoch() == null && note.booted()) {
                return Optional.of(
                        ("%s, which was started after it was copied and may hold what this one does not; discard"
                                        + " that copy first, or start it instead")
                                .formatted(presences.words(other.getKey())));
            }
        }
        return Optional.empty();
    }

    /**
     * Copies that were made of it become outdated by the start, and are withdrawn first. Whether it starts by itself is put right
     * before, since afterwards nobody would come back to it.
     */
    private void start(Domain domain, List<String> outdated) {
        RelocationNote note = domain.xml().relocation();
        boolean held = note.autostart() && autostart.givenBack();
        RelocationNote started = note.startedOnce().withdrawing(outdated);
        if (!started.equals(note)) {
            domain.note(started);
        }
        if (held) {
            domain.autostart(true);
        }
        try {
            domain.start();
        } catch (LibvirtException e) {
            if (held) {
                domain.autostart(false);
            }
            throw e;
        }
        if (held) {
            domain.note(started.autostart(false));
        }
    }
}
