package org.migrationrunbooks.platform.simulated;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.LifeSign.Side;
import org.migrationrunbooks.platform.LifeSign.Verdict;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** A host looked at from four sides. All but storage are silent alike for a host that is dead and for one that is only cut off. */
final class SimulatedLifeSigns {

    private final Simulator simulator;

    SimulatedLifeSigns(Simulator simulator) {
        this.simulator = simulator;
    }

    /** One sign per side, in the order of the sides; all of them unknown where the platform gives no answer. */
    List<LifeSign> of(HostId host) {
        try {
            return simulator.ask(world -> world.host(host)
                    .map(known -> look(world, known))
                    .orElseGet(() -> unknown(host, "there is no host " + host, world.instant())));
        } catch (PlatformUnreachableException e) {
            return unknown(host, String.valueOf(e.getMessage()), simulator.now());
        }
    }

    private static List<LifeSign> look(World world, Host host) {
        return List.of(hypervisor(world, host), network(world, host), storage(world, host), platform(world, host));
    }

    private static LifeSign hypervisor(World world, Host host) {
        return world.silent(host.name())
                ? sign(world, host, Side.HYPERVISOR, Verdict.SILENT, "no answer")
                : sign(world, host, Side.HYPERVISOR, Verdict.ALIVE, "answered");
    }

    private static LifeSign network(World world, Host host) {
        return world.silent(host.name()) || world.faults().linkLost(host.name())
                ? sign(world, host, Side.NETWORK, Verdict.SILENT, "no echo")
                : sign(world, host, Side.NETWORK, Verdict.ALIVE, "echoed");
    }

    /** Others see what a guest writes to shared volumes, also where nobody reaches its host. */
    private static LifeSign storage(World world, Host host) {
        if (world.faults().storageLost(host.name())) {
            return sign(world, host, Side.STORAGE, Verdict.UNKNOWN, "the host has lost its storage, living or not");
        }
        List<Instance> residents = world.instances().all().stream()
                .filter(instance -> instance.host().equals(host.id()))
                .filter(instance -> !instance.volumes().isEmpty())
                .toList();
        Optional<String> written = residents.stream()
                .filter(instance -> world.presences()
                        .on(instance.name(), host.name())
                        .filter(Presence::running)
                        .isPresent())
                .flatMap(instance -> instance.volumes().stream()
                        .filter(Volume::shared)
                        .limit(1)
                        .map(volume -> "%s of %s was written just now".formatted(volume.name(), instance.id())))
                .findFirst();
        if (written.isPresent()) {
            return sign(world, host, Side.STORAGE, Verdict.ALIVE, written.get());
        }
        boolean onlyLocal = !residents.isEmpty()
                && residents.stream()
                        .flatMap(instance -> instance.volumes().stream())
                        .noneMatch(Volume::shared);
        return onlyLocal
                ? sign(
                        world,
                        host,
                        Side.STORAGE,
                        Verdict.UNKNOWN,
                        "its volumes are on the host alone, where none sees them")
                : sign(world, host, Side.STORAGE, Verdict.SILENT, "no volume is written from the host");
    }

    private static LifeSign platform(World world, Host host) {
        return world.silent(host.name())
                ? sign(world, host, Side.PLATFORM, Verdict.SILENT, "listed as down")
                : sign(
                        world,
                        host,
                        Side.PLATFORM,
                        Verdict.ALIVE,
                        "listed as " + host.state().code());
    }

    private List<LifeSign> unknown(HostId host, String why, Instant readAt) {
        return Arrays.stream(Side.values())
                .filter(side -> side != Side.POWER)
                .map(side -> new LifeSign(side, source(side, host), Verdict.UNKNOWN, why, readAt))
                .toList();
    }

    private static LifeSign sign(World world, Host host, Side side, Verdict verdict, String evidence) {
        return new LifeSign(side, source(side, host.id()), verdict, evidence, world.instant());
    }

    private static String source(Side side, HostId host) {
        return switch (side) {
            case HYPERVISOR -> "hypervisor of " + host;
            case NETWORK -> "migration network of " + host;
            case STORAGE -> "shared volumes of instances on " + host;
            case PLATFORM -> "inventory of " + host.platform();
            case POWER -> "power switch of " + host;
        };
    }
}
