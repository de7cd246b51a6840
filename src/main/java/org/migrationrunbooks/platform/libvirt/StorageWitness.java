package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.DefinitionStore;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.platform.KeptHost;
import org.migrationrunbooks.platform.LifeSign.Verdict;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/**
 * Has another host look whether the shared volumes of a host's instances are being written. libvirt opens a volume's file when it is
 * asked for its times, so that a network file system does not answer from what it remembers.
 */
final class StorageWitness {

    private final LibvirtHosts hosts;
    private final DefinitionStore definitions;
    private final List<Path> sharedFolders;
    private final Duration between;

    /** Takes how long to wait between two looks at the same volume. */
    StorageWitness(LibvirtHosts hosts, DefinitionStore definitions, List<Path> sharedFolders, Duration between) {
        this.hosts = hosts;
        this.definitions = definitions;
        this.sharedFolders = sharedFolders;
        this.between = between;
    }

    record Testimony(Verdict verdict, String words) {}

    /** What one host sees: the instances that it runs itself, and when each volume was written last. */
    private record View(Set<String> runs, Map<Path, Instant> written) {}

    Testimony about(HostId host) {
        Map<Path, InstanceId> volumes = volumes(host);
        if (volumes.isEmpty()) {
            return new Testimony(
                    Verdict.UNKNOWN, "no instance with a shared volume was running there when it was read last");
        }
        Map<LibvirtHost, Optional<View>> views = hosts.askOthers(host, other -> other.link()
                .ask(connection -> new View(running(connection), times(connection, volumes.keySet()))));
        views.values().stream()
                .flatMap(Optional::stream)
                .flatMap(view -> view.runs().stream())
                .forEach(name ->
                        volumes.values().removeIf(instance -> instance.name().equals(name)));
        for (Map.Entry<LibvirtHost, Optional<View>> view : views.entrySet()) {
            Map<Path, Instant> before =
                    new HashMap<>(view.getValue().map(View::written).orElse(Map.of()));
            before.keySet().retainAll(volumes.keySet());
            if (!before.isEmpty()) {
                return compare(view.getKey(), before, volumes);
            }
        }
        return new Testimony(
                Verdict.UNKNOWN, "no other host that answers has a storage pool with volumes of its instances");
    }

    /** The shared files of the instances that were on when the host was read last, and whose they are. */
    private Map<Path, InstanceId> volumes(HostId host) {
        Map<Path, InstanceId> volumes = new HashMap<>();
        definitions.host(host).map(KeptHost::definitions).stream()
                .flatMap(List::stream)
                .filter(StorageWitness::on)
                .forEach(kept -> DomainXml.parse(kept.definition()).volumes().stream()
                        .filter(disk -> !disk.readOnly() && disk.shared(sharedFolders))
                        .flatMap(disk -> disk.path().stream())
                        .forEach(path -> volumes.put(path, kept.instance())));
        return volumes;
    }

    private static boolean on(KeptDefinition kept) {
        return switch (kept.state()) {
            case RUNNING, PAUSED, UNKNOWN -> true;
            case STOPPED, CRASHED -> false;
        };
    }

    private static Set<String> running(Connection connection) {
        Set<String> names = new HashSet<>();
        BiFunction<Domain, Map<String, Object>, Boolean> ifActive = (domain, stats) ->
                domain.state().active() && names.add(domain.xml().name());
        connection.domains(ifActive);
        return names;
    }

    private static Map<Path, Instant> times(Connection connection, Set<Path> paths) {
        Map<Path, Instant> times = known(connection, paths);
        if (times.size() == paths.size()) {
            return times;
        }
        // What was created since libvirt looked last is not known to it yet.
        connection.pools(pool -> {
            if (paths.stream().anyMatch(pool.xml()::covers)) {
                pool.refresh();
            }
            return pool;
        });
        return known(connection, paths);
    }

    private static Map<Path, Instant> known(Connection connection, Set<Path> paths) {
        Map<Path, Instant> times = new HashMap<>();
        paths.forEach(path -> connection
                .volume(path.toString(), StorageVolume::xml)
                .flatMap(StorageVolumeXml::written)
                .ifPresent(written -> times.put(path, written)));
        return times;
    }

    private Testimony compare(LibvirtHost witness, Map<Path, Instant> before, Map<Path, InstanceId> volumes) {
        CompletableFuture<Void> never = new CompletableFuture<>();
        never.completeOnTimeout(null, between.toMillis(), TimeUnit.MILLISECONDS).join();
        Map<Path, Instant> after;
        try {
            after = witness.link().ask(connection -> known(connection, before.keySet()));
        } catch (PlatformUnreachableException e) {
            return new Testimony(Verdict.UNKNOWN, String.valueOf(e.getMessage()));
        }
        return after.entrySet().stream()
                .filter(volume -> !volume.getValue().equals(before.get(volume.getKey())))
                .findFirst()
                .map(volume -> new Testimony(
                        Verdict.ALIVE,
                        "%s of %s was written at %s, as %s sees it"
                                .formatted(
                                        volume.getKey(),
                                        volumes.get(volume.getKey()),
                                        volume.getValue(),
                                        witness.id())))
                .orElseGet(() -> new Testimony(
                        Verdict.SILENT,
                        "none of %d volumes was written within %d s, as %s sees them"
                                .formatted(before.size(), between.toSeconds(), witness.id())));
    }
}
