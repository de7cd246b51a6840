package org.migrationrunbooks.platform;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;

/** One managed installation: a libvirt fleet, an OpenStack region, a vCenter, a Hyper-V estate, or the simulated one. */
public interface Platform extends AutoCloseable {

    /** The configured name, as in {@code HostId.platform()}. */
    String name();

    /** The kind of platform: {@code simulated}, {@code libvirt}, … */
    String type();

    Hypervisor hypervisor();

    Storage storage();

    /** What is done with instances that do not run; empty where the platform cannot. */
    default Optional<InstanceTasks> instanceTasks() {
        return Optional.empty();
    }

    /** The fencing devices that the platform has of its own, in the order in which they are to be tried. */
    default List<FencingDevice> fencingDevices() {
        return List.of();
    }

    /**
     * Looks for signs of life of a host, from every side that the platform has, side by side and bounded in time; never throws for a
     * side that does not answer. Empty where the platform has no side to look from.
     */
    default List<LifeSign> lifeSigns(HostId host) {
        return List.of();
    }

    /** What has to be looked after regularly; empty where nothing has. */
    default Optional<Upkeep> upkeep() {
        return Optional.empty();
    }

    /** Failures on request; present on the simulated platform only. */
    default Optional<FaultInjection> faultInjection() {
        return Optional.empty();
    }

    /** Whether the platform can be used now, bounded in time; never throws. */
    PlatformHealth health();

    /** Releases connections and threads; transfers that the platform carries out go on. */
    @Override
    void close();
}
