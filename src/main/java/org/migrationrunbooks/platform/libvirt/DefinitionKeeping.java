package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.DefinitionStore;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.StartResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up with single instances as we change them; whole hosts are kept by the {@link Inventory}. What is about to come to a host is
 * kept before it is sent there, since the host may die as soon as it has it.
 */
final class DefinitionKeeping {

    private static final Logger log = LoggerFactory.getLogger(DefinitionKeeping.class);

    private final LibvirtHosts hosts;
    private final DefinitionStore store;
    private final Clock clock;

    DefinitionKeeping(LibvirtHosts hosts, DefinitionStore store, Clock clock) {
        this.hosts = hosts;
        this.store = store;
        this.clock = clock;
    }

    /** What a host told last of an instance; empty where it had nothing of it. */
    Optional<KeptDefinition> told(HostId host, InstanceId instance) {
        return store.find(host, instance);
    }

    /**
     * Whether a host that does not answer may have the instance: where it had it, running or not, when it was read last, or where it
     * was never read. Where the instance was seen to run elsewhere since, it had lost it.
     */
    boolean mayHave(HostId silent, InstanceId instance) {
        return store.find(silent, instance).isPresent() || store.host(silent).isEmpty();
    }

    /** The host is about to get this definition of the instance, off. */
    void expect(HostId host, InstanceId instance, String uid, String definition) {
        store.keep(new KeptDefinition(
                instance, uid, host, InstanceState.STOPPED, true, Map.of(), definition, clock.instant()));
    }

    /**
     * Starts a live migration by which the instance is about to arrive at the host, and keeps that, unless it is refused.
     *
     * @param source what the source shows of it
     */
    StartResult arriving(HostId host, InstanceId instance, Optional<DomainView> source, Supplier<StartResult> start) {
        source.ifPresent(view -> arriving(host, instance, view));
        StartResult result = start.get();
        if (result instanceof StartResult.Refused) {
            reread(host, instance);
        } else {
            // A reading of the host that was under way meanwhile may not have had it yet.
            source.ifPresent(view -> arriving(host, instance, view));
        }
        return result;
    }

    private void arriving(HostId host, InstanceId instance, DomainView source) {
        String definition = source.xml().root().document();
        store.keep(new KeptDefinition(
                instance, source.uid(), host, InstanceState.PAUSED, false, Map.of(), definition, clock.instant()));
    }

    /** Changes what is kept of an instance at a host that is silent. */
    void replace(KeptDefinition kept, String definition) {
        store.keep(new KeptDefinition(
                kept.instance(),
                kept.uid(),
                kept.host(),
                kept.state(),
                kept.persistent(),
                kept.sizes(),
                definition,
                kept.readAt()));
    }

    /** Reads what the host has of the instance now, and keeps that; where the host does not answer, what is kept stays. */
    void reread(HostId host, InstanceId instance) {
        Map<String, ByteSize> sizes =
                store.find(host, instance).map(KeptDefinition::sizes).orElse(Map.of());
        Instant asked = clock.instant();
        try {
            Optional<Read> found = hosts.get(host)
                    .link()
                    .ask(connection -> connection.domain(instance.name(), domain -> {
                        DomainView view = DomainView.of(domain);
                        return new Read(
                                view,
                                new KeptDefinition(
                                        instance,
                                        view.uid(),
                                        host,
                                        view.instanceState(),
                                        domain.persistent(),
                                        sizes,
                                        domain.definitionText(),
                                        asked));
                    }));
            found.ifPresentOrElse(this::keep, () -> store.forget(host, instance));
        } catch (PlatformUnreachableException e) {
            log.info("What {} has of {} now is read later: {}", host, instance, e.getMessage());
        }
    }

    private record Read(DomainView view, KeptDefinition definition) {}

    private void keep(Read read) {
        boolean settled = read.view().instanceState() == InstanceState.RUNNING
                && !read.view().arriving()
                && !read.view().job().running();
        if (settled) {
            store.settle(read.definition());
        } else {
            store.keep(read.definition());
        }
    }
}
