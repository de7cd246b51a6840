package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.DefinitionStore;
import org.migrationrunbooks.platform.KeptHost;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.UnknownInstanceException;

/**
 * The fleet as its hosts list it. libvirt keeps no list beyond a single host, so what the hosts tell is kept each time; of a host that does
 * not answer it tells what was kept last.
 */
final class Inventory {

    /** Everything that was listed, and whether every host answered. */
    private record Picture(List<Host> hosts, List<Listed> instances, boolean complete) {}

    private final String platform;
    private final LibvirtHosts hosts;
    private final LibvirtSettings settings;
    private final DefinitionStore definitions;
    private final InstanceListing listing;
    private final Clock clock;

    Inventory(String platform, LibvirtHosts hosts, LibvirtSettings settings, DefinitionStore definitions, Clock clock) {
        this.platform = platform;
        this.hosts = hosts;
        this.settings = settings;
        this.definitions = definitions;
        this.listing = new InstanceListing(platform, settings);
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
        Instant asked = clock.instant();
        Map<LibvirtHost, Optional<HostListing>> answers = hosts.askAll(
                host -> host.link().ask(connection -> HostListing.of(host.id(), connection, listing, asked)));
        List<Host> listedHosts = new ArrayList<>();
        Map<String, Listed> instances = new LinkedHashMap<>();
        answers.forEach((host, answer) -> {
            answer.map(HostListing::told).ifPresent(definitions::keep);
            Optional<KeptHost> known = answer.map(HostListing::told).or(() -> definitions.host(host.id()));
            listedHosts.add(host(host, known.orElse(null), answer.isPresent() ? HostState.UP : HostState.DOWN));
            answer.map(HostListing::instances).or(() -> known.map(this::kept)).stream()
                    .flatMap(List::stream)
                    .forEach(listed -> instances.merge(listed.instance().uid(), listed, Inventory::nearerToTheTruth));
        });
        return new Picture(
                listedHosts,
                List.copyOf(instances.values()),
                answers.values().stream().allMatch(Optional::isPresent));
    }

    private List<Listed> kept(KeptHost silent) {
        return silent.definitions().stream().map(listing::kept).toList();
    }

    private static Listed nearerToTheTruth(Listed one, Listed other) {
        return other.weight() > one.weight() ? other : one;
    }

    private Host host(LibvirtHost host, @Nullable KeptHost known, HostState state) {
        return new Host(
                host.id(),
                state,
                known == null ? 0 : known.cpus(),
                known == null ? ByteSize.ZERO : known.memory(),
                settings.link(),
                host.settings().zone(),
                known == null ? null : known.cpuModel(),
                host.settings().labels());
    }
}
