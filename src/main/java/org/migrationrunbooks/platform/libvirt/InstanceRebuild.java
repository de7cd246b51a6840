package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/**
 * Starts an instance of a dead host elsewhere, from the definition that was kept of it and the volumes that are shared. The dead host
 * itself may be silent, since the caller has the evidence that it is off; QEMU's lock on the images is the last guard.
 */
final class InstanceRebuild {

    private final LibvirtHosts hosts;
    private final DefinitionKeeping keeping;
    private final RebuildConditions conditions;

    InstanceRebuild(LibvirtHosts hosts, DefinitionKeeping keeping, List<Path> sharedFolders) {
        this.hosts = hosts;
        this.keeping = keeping;
        this.conditions = new RebuildConditions(hosts, keeping, sharedFolders);
    }

    TaskStanding look(InstanceTask.Rebuild task) {
        Optional<DomainView> rebuilt = hosts.get(task.to())
                .view(task.instance().name())
                .filter(view -> view.copyOf(task.epoch()))
                .filter(view -> view.instanceState() == InstanceState.RUNNING && !view.arriving());
        Optional<KeptDefinition> kept = keeping.told(task.dead(), task.instance());
        if (rebuilt.isPresent()) {
            if (kept.isPresent()) {
                keeping.reread(task.to(), task.instance()); // what the dead host told is outlived
            }
            return new TaskStanding.Done("%s runs on %s as %s".formatted(task.instance(), task.to(), task.epoch()));
        }
        Presences presences = Presences.of(hosts, task.instance());
        if (kept.isEmpty()) {
            presences.requireKnown();
        }
        return new TaskStanding.NotDone("%s; %s"
                .formatted(
                        presences.words(task.to()),
                        kept.map(known -> "%s had it when it was read last, at %s, %s"
                                        .formatted(
                                                task.dead(),
                                                known.readAt(),
                                                known.state().code()))
                                .orElse("nothing is known of it on " + task.dead())));
    }

    TaskAnswer begin(InstanceTask.Rebuild task, EffectGuard guard) {
        Presences presences = Presences.of(hosts, task.instance());
        Optional<DomainView> there = presences.on(task.to()).filter(view -> view.copyOf(task.epoch()));
        if (there.filter(DomainView::active).isPresent()) {
            return there.get().instanceState() == InstanceState.RUNNING
                    ? new TaskAnswer.Accepted()
                    : new TaskAnswer.Refused(presences.words(task.to()) + "; resume it");
        }
        Optional<KeptDefinition> kept = keeping.told(task.dead(), task.instance());
        Optional<String> against = conditions.against(task, kept, presences);
        if (against.isPresent()) {
            return new TaskAnswer.Refused(against.get());
        }
        Optional<String> refusal = there.isPresent() ? Optional.empty() : define(task, kept.orElseThrow(), guard);
        refusal = refusal.or(() -> start(task, guard));
        keeping.reread(task.to(), task.instance());
        return refusal.<TaskAnswer>map(TaskAnswer.Refused::new).orElseGet(TaskAnswer.Accepted::new);
    }

    private Optional<String> define(InstanceTask.Rebuild task, KeptDefinition kept, EffectGuard guard) {
        DomainXml definition = DomainXml.parse(kept.definition());
        String document =
                CopiedDefinition.noted(definition, definition.relocation().replacedBy(task.epoch()));
        keeping.expect(task.to(), task.instance(), kept.uid(), document);
        guard.beforeEffect();
        return hosts.get(task.to()).attempt(connection -> connection.define(document));
    }

    private Optional<String> start(InstanceTask.Rebuild task, EffectGuard guard) {
        guard.beforeEffect();
        return hosts.get(task.to())
                .attempt(task.instance().name(), InstanceRebuild::start)
                .map(reason -> words(reason, task) + takenBack(task, guard));
    }

    private static void start(Domain domain) {
        if (domain.autostart()) {
            domain.autostart(false); // of a definition that an earlier stay had left there
        }
        domain.note(domain.xml().relocation().startedOnce());
        domain.start();
    }

    private static String words(String reason, InstanceTask.Rebuild task) {
        return ImageLock.heldElsewhere(reason)
                ? ("%s still runs somewhere and writes: QEMU on %s could not get the lock of its image, and started nothing. Make"
                                + " sure that %s is off. (%s)")
                        .formatted(task.instance(), task.to(), task.dead(), reason)
                : reason;
    }

    /** Takes back a definition that could not be started; what could not be taken back, in words. */
    private String takenBack(InstanceTask.Rebuild task, EffectGuard guard) {
        try {
            guard.beforeEffect();
            return hosts.get(task.to())
                    .attempt(task.instance().name(), Domain::undefine)
                    .map("; its definition is left there: "::concat)
                    .orElse("");
        } catch (AnswerLostException | PlatformUnreachableException e) {
            return "; its definition may be left there: " + e.getMessage();
        }
    }
}
