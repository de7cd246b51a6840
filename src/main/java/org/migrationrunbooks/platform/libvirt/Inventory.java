package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.UnknownInstanceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet as its hosts list it. Of a host that does not answer it tells what the host listed last, with the instances' state
 * unknown; libvirt itself keeps no list beyond a single host, so after a restart of the application nothing is known of it.
 */
final class Inventory {

    private static final Logger log = LoggerFactory.getLogger(Inventory.class);

    /** What one host listed. */
    private record Listing(HostFacts facts, List<Listed> instances) {}

    /** An instance with the disks of its definition, in the order of its volumes, and what was noted when it was moved cold. */
    record Listed(Instance instance, List<Disk> disks, RelocationNote note) {}

    /** Everything that was listed, and whether every host answered. */
    private record Picture(List<Host> hosts, List<Listed> instances, boolean complete) {}

    private final String platform;
    private final LibvirtHosts hosts;
    private final LibvirtSettings settings;
    private final Clock clock;
    private final Map<HostId, Listing> lastSeen = new ConcurrentHashMap<>();

    Inventory(String platform, LibvirtHosts hosts, LibvirtSettings settings, Clock clock) {
        this.platform = platform;
        this.hosts = hosts;
        this.settings = settings;
        this.clock = clock;
    }

    FleetSnapshot take() {
        Picture picture = look();
        return new FleetSnapshot(
                platform,
                clock.instant(),
                picture.hosts(),
                picture.instances().stream().map(Listed::instance).toList());
    }

    /**
     * One instance, also one of a host that does not answer any more.
     *
     * @throws UnknownInstanceException where every host answered and none has it
     * @throws PlatformUnreachableException where it may be on a host that does not answer
     */
    Listed find(InstanceId id) {
        Picture picture = look();
        return picture.instances().stream()
                .filter(listed -> listed.instance().id().equals(id))
                .findFirst()
                .orElseThrow(() -> picture.complete()
                        ? new UnknownInstanceException(id)
                        : new PlatformUnreachableException(
                                "instance %s is on no host that answers: %s".formatted(id, hosts.problems()), null));
    }

    private Picture look() {
        List<Host> listedHosts = new ArrayList<>();
        Map<String, Listed> instances = new LinkedHashMap<>();
        Map<LibvirtHost, Optional<Listing>> answers = hosts.askAll(this::list);
        answers.forEach((host, listing) -> {
            listing.ifPresent(listed -> lastSeen.put(host.id(), listed));
            Listing known = listing.orElseGet(() -> lastSeen.get(host.id()));
            listedHosts.add(host(host, known, listing.isPresent() ? HostState.UP : HostState.DOWN));
            if (known != null) {
                known.instances().stream()
                        .map(listed -> listing.isPresent() ? listed : unknown(listed))
                        .forEach(listed ->
                                instances.merge(listed.instance().uid(), listed, Inventory::nearerToTheTruth));
            }
        });
        return new Picture(
                listedHosts,
                List.copyOf(instances.values()),
                answers.values().stream().allMatch(Optional::isPresent));
    }

    private Host host(LibvirtHost host, @Nullable Listing known, HostState state) {
        return new Host(
                host.id(),
                state,
                known == null ? 0 : known.facts().cpus(),
                known == null ? ByteSize.ZERO : known.facts().memory(),
                settings.link(),
                host.settings().zone(),
                known == null ? null : known.facts().cpuModel(),
                host.settings().labels());
    }

    private Listing list(LibvirtHost host) {
        return host.link().ask(connection -> {
            List<Optional<Listed>> found = connection.domains((domain, disks) -> instance(host.id(), domain, disks));
            return new Listing(
                    connection.facts(), found.stream().flatMap(Optional::stream).toList());
        });
    }

    private Optional<Listed> instance(HostId host, Domain domain, Map<String, Object> stats) {
        DomainXml xml = domain.xml();
        DomainState state = domain.state();
        InstanceNotes notes = xml.notes();
        InstanceId id;
        try {
            id = new InstanceId(platform, xml.name());
        } catch (IllegalArgumentException e) {
            log.warn("Host {} has a domain that is left out: {}", host, e.getMessage());
            return Optional.empty();
        }
        Instance instance = new Instance(
                id,
                xml.uuid(),
                host,
                state.instanceState(),
                xml.cpus(),
                xml.memory(),
                MemoryLoad.UNKNOWN,
                notes.maxDowntime() != null ? notes.maxDowntime() : settings.maxDowntime(),
                notes.antiAffinity(),
                notes.priority(),
                notes.labels(),
                Volumes.of(xml, stats, settings.sharedFolders()));
        return Optional.of(new Listed(instance, xml.volumes(), xml.relocation()));
    }

    private static Listed unknown(Listed listed) {
        Instance instance = listed.instance();
        Instance unknown = new Instance(
                instance.id(),
                instance.uid(),
                instance.host(),
                InstanceState.UNKNOWN,
                instance.cpus(),
                instance.memory(),
                instance.load(),
                instance.maxDowntime(),
                instance.antiAffinity(),
                instance.priority(),
                instance.labels(),
                instance.volumes());
        return new Listed(unknown, listed.disks(), listed.note());
    }

    /**
     * One of two listings of the same instance: it runs at the source while it arrives, paused, at the destination; of two that are
     * off, a copy that was never started is the lesser, and one that was is the instance.
     */
    private static Listed nearerToTheTruth(Listed one, Listed other) {
        return weight(other) > weight(one) ? other : one;
    }

    private static int weight(Listed listed) {
        int copy = listed.note().pending() ? -2 : listed.note().booted() ? 2 : 0;
        return switch (listed.instance().state()) {
            case RUNNING -> 40;
            case PAUSED -> 30;
            case UNKNOWN -> 20;
            case CRASHED -> 11 + copy;
            case STOPPED -> 10 + copy;
        };
    }

    /** Whether a host that does not answer may have the instance; not where its last listing had nothing of it. */
    boolean mayHave(HostId host, InstanceId instance) {
        Listing known = lastSeen.get(host);
        return known == null
                || known.instances().stream()
                        .anyMatch(listed -> listed.instance().id().equals(instance));
    }
}
