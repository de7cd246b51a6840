package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PreflightReport;
import org.migrationrunbooks.platform.libvirt.Candidate.AtDestination;
import org.migrationrunbooks.platform.libvirt.Candidate.AtSource;

/**
 * Asks both hosts what the rules need, and collects what every rule finds. Whether the hosts reach each other over the migration
 * network cannot be tried from here.
 */
final class Preflight {

    private final LibvirtHosts hosts;
    private final List<Path> sharedFolders;

    Preflight(LibvirtHosts hosts, List<Path> sharedFolders) {
        this.hosts = hosts;
        this.sharedFolders = sharedFolders;
    }

    PreflightReport check(MigrationRequest request) {
        List<Blocker> blockers = new ArrayList<>();
        if (request.from().equals(request.to())) {
            blockers.add(new Blocker(
                    BlockerCode.SAME_HOST,
                    "source and destination are both " + request.from(),
                    "choose another destination"));
        }
        Optional<AtSource> source = source(request, blockers);
        source.ifPresent(found -> {
            for (SourceRule rule : SourceRule.values()) {
                blockers.addAll(rule.check(found));
            }
        });
        destination(request, source, blockers);
        return new PreflightReport(blockers);
    }

    private Optional<AtSource> source(MigrationRequest request, List<Blocker> blockers) {
        Optional<LibvirtHost> host = hosts.find(request.from());
        if (host.isEmpty()) {
            blockers.add(notConfigured(request.from().toString()));
            return Optional.empty();
        }
        try {
            Optional<AtSource> found = host.get().link().ask(connection -> {
                long version = connection.facts().hypervisorVersion();
                return connection.domain(request.instance().name(), domain -> {
                    DomainView view = DomainView.of(domain);
                    return new AtSource(
                            request,
                            view,
                            domain.persistent(),
                            domain.snapshots(),
                            domain.hasManagedSave(),
                            version,
                            sharedFolders,
                            files(connection, view),
                            connection.offersFirmware(view.xml()));
                });
            });
            if (found.isEmpty()) {
                blockers.add(notAtSource(request));
            }
            return found;
        } catch (PlatformUnreachableException e) {
            blockers.add(new Blocker(
                    BlockerCode.SOURCE_UNREACHABLE,
                    String.valueOf(e.getMessage()),
                    "bring the host back, or evacuate it if it failed"));
            return Optional.empty();
        }
    }

    private Map<Path, StorageVolumeXml> files(Connection connection, DomainView view) {
        Map<Path, StorageVolumeXml> files = new HashMap<>();
        Stream<Disk> variables = PrivateVolume.ofFirmware(view.xml(), sharedFolders)
                .filter(disk -> disk.path().filter(FirmwareFolder::holds).isEmpty())
                .stream();
        Stream.concat(PrivateVolume.of(view.xml(), sharedFolders).stream(), variables)
                .flatMap(disk -> disk.path().stream())
                .forEach(path -> connection
                        .volume(path.toString(), StorageVolume::xml)
                        .ifPresent(volume -> files.put(path, volume)));
        return files;
    }

    /** What is left in the pools; where something would be copied to, libvirt is made to look again, since it remembers what was. */
    private static Map<Path, ByteSize> pools(Connection connection, AtSource source) {
        Map<Path, ByteSize> pools = new HashMap<>();
        connection
                .pools(pool -> {
                    StoragePoolXml xml = pool.xml();
                    if (source.files().keySet().stream()
                            .map(PrivateVolume::folder)
                            .noneMatch(xml::at)) {
                        return xml;
                    }
                    pool.refresh();
                    return pool.xml();
                })
                .forEach(pool -> pool.target().ifPresent(folder -> pools.put(folder, pool.available())));
        return pools;
    }

    private Blocker notAtSource(MigrationRequest request) {
        InstanceId instance = request.instance();
        Optional<LibvirtHosts.Placed> elsewhere;
        try {
            elsewhere = hosts.locate(instance);
        } catch (PlatformUnreachableException e) {
            return new Blocker(
                    BlockerCode.INSTANCE_NOT_AT_SOURCE,
                    "%s does not have %s, and not every host answers: %s"
                            .formatted(request.from(), instance, e.getMessage()),
                    "bring the silent hosts back");
        }
        return elsewhere
                .map(placed -> new Blocker(
                        BlockerCode.INSTANCE_NOT_AT_SOURCE,
                        "%s is on %s, not on %s"
                                .formatted(instance, placed.host().id(), request.from()),
                        "plan the move from where it is"))
                .orElseGet(() -> new Blocker(
                        BlockerCode.INSTANCE_UNKNOWN, "no host has " + instance, "check the name of the instance"));
    }

    private void destination(MigrationRequest request, Optional<AtSource> source, List<Blocker> blockers) {
        Optional<LibvirtHost> host = hosts.find(request.to());
        if (host.isEmpty()) {
            blockers.add(notConfigured(request.to().toString()));
            return;
        }
        try {
            if (source.isPresent() && !request.from().equals(request.to())) {
                AtDestination candidate = host.get().link().ask(connection -> atDestination(connection, source.get()));
                for (DestinationRule rule : DestinationRule.values()) {
                    blockers.addAll(rule.check(candidate));
                }
            } else {
                host.get().link().ask(Connection::facts);
            }
        } catch (PlatformUnreachableException e) {
            blockers.add(new Blocker(
                    BlockerCode.HOST_NOT_UP,
                    String.valueOf(e.getMessage()),
                    "choose another destination, or bring it back"));
        }
    }

    /** What the rules need of the host of this connection. */
    static AtDestination atDestination(Connection connection, AtSource source) {
        ByteSize used =
                connection
                        .domains((domain, stats) ->
                                domain.state().active() ? domain.xml().memory() : ByteSize.ZERO)
                        .stream()
                        .reduce(ByteSize.ZERO, ByteSize::plus);
        return new AtDestination(
                source,
                connection.facts(),
                used,
                connection.domain(source.name(), DomainView::of),
                pools(connection, source),
                source.view()
                        .xml()
                        .cpu()
                        .map(cpu -> offersCpu(connection, source, cpu))
                        .orElse(Optional.of(true)),
                source.firmwareOffered()
                        && !connection.offersFirmware(source.view().xml()));
    }

    private static Optional<Boolean> offersCpu(Connection connection, AtSource source, String cpu) {
        try {
            return Optional.of(connection.offersCpu(source.view().xml(), cpu));
        } catch (LibvirtException e) {
            return Optional.empty();
        }
    }

    private static Blocker notConfigured(String host) {
        return new Blocker(
                BlockerCode.HOST_UNKNOWN,
                "host %s is not configured under runbooks.platforms[].hosts".formatted(host),
                "choose a configured host");
    }
}
