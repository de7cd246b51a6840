package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/**
 * Has a guest shut down, or takes its power away, and keeps its host from starting it again by itself. libvirt does not tell that a
 * guest was asked to shut down, so that is remembered here for a while; a guest that did not listen, as one that still boots, is
 * then asked once more.
 */
final class InstanceStop {

    private static final Duration LISTENING = Duration.ofSeconds(30);

    private final LibvirtHosts hosts;
    private final DefinitionKeeping keeping;
    private final Clock clock;
    private final Map<InstanceTask.Stop, Instant> asked = new ConcurrentHashMap<>();

    InstanceStop(LibvirtHosts hosts, DefinitionKeeping keeping, Clock clock) {
        this.hosts = hosts;
        this.keeping = keeping;
        this.clock = clock;
    }

    TaskStanding look(InstanceTask.Stop task) {
        Optional<DomainView> there = hosts.get(task.host()).view(task.instance().name());
        if (there.isEmpty()) {
            Presences presences = Presences.of(hosts, task.instance());
            presences.requireKnown();
            return new TaskStanding.Done(presences.words(task.host()));
        }
        String seen = "%s has %s, %s"
                .formatted(
                        task.host(),
                        task.instance(),
                        there.get().instanceState().code());
        if (!there.get().active()) {
            asked.remove(task);
            return new TaskStanding.Done(seen);
        }
        Instant now = clock.instant();
        Instant since = asked.get(task);
        return since != null && since.plus(LISTENING).isAfter(now)
                ? new TaskStanding.UnderWay(shuttingDown(now))
                : new TaskStanding.NotDone(seen);
    }

    TaskAnswer begin(InstanceTask.Stop task, EffectGuard guard) {
        Presences presences = Presences.of(hosts, task.instance());
        if (presences.nowhere()) {
            return new TaskAnswer.Refused("no host has " + task.instance());
        }
        Optional<DomainView> there = presences.on(task.host());
        if (there.isEmpty() || !there.get().active()) {
            return new TaskAnswer.Accepted();
        }
        if (there.get().job().running() || there.get().arriving()) {
            return new TaskAnswer.Refused(
                    "a migration or another job of %s is under way; wait for its end, or cancel it"
                            .formatted(task.instance()));
        }
        keeping.reread(task.host(), task.instance()); // for the last time that it is seen to run there
        guard.beforeEffect();
        Optional<String> refusal =
                hosts.get(task.host()).attempt(task.instance().name(), domain -> stop(domain, task));
        if (refusal.isPresent()) {
            return new TaskAnswer.Refused(refusal.get());
        }
        if (task.hard()) {
            keeping.reread(task.host(), task.instance());
        } else {
            asked.put(task, clock.instant());
        }
        return new TaskAnswer.Accepted();
    }

    private static void stop(Domain domain, InstanceTask.Stop task) {
        if (!domain.persistent()) {
            throw new LibvirtException(
                    LibvirtException.OPERATION_INVALID,
                    "%s has no persistent definition and would be lost; define it with virsh define"
                            .formatted(task.instance()));
        }
        holdBack(domain);
        if (task.hard()) {
            domain.powerOff();
        } else {
            domain.shutDown();
        }
    }

    /** Keeps a host from starting the domain by itself; noted first, so that it is known how it was. */
    static void holdBack(Domain domain) {
        if (domain.autostart()) {
            domain.note(domain.xml().relocation().autostart(true));
            domain.autostart(false);
        }
    }

    private static OperationProgress shuttingDown(Instant now) {
        return new OperationProgress(
                OperationPhase.PREPARING,
                ByteSize.ZERO,
                ByteSize.ZERO,
                ByteSize.ZERO,
                null,
                null,
                null,
                null,
                null,
                now);
    }
}
