package org.migrationrunbooks.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one platform said of its hosts and instances at one time. A picture to plan with, not a proof: before an effect the
 * whereabouts of the instance are read again.
 *
 * @param takenAt when the platform was asked
 */
public record FleetSnapshot(String platform, Instant takenAt, List<Host> hosts, List<Instance> instances) {

    public FleetSnapshot {
        hosts = List.copyOf(hosts);
        instances = List.copyOf(instances);
    }

    public Optional<Host> host(String name) {
        return hosts.stream().filter(host -> host.name().equals(name)).findFirst();
    }

    public Optional<Instance> instance(String name) {
        return instances.stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst();
    }

    public List<Instance> instancesOn(HostId host) {
        return instances.stream()
                .filter(instance -> instance.host().equals(host))
                .toList();
    }

    /** Memory of the instances on the host that hold it, whether they run or are paused. */
    public ByteSize memoryUsed(HostId host) {
        return instancesOn(host).stream()
                .filter(FleetSnapshot::holdsMemory)
                .map(Instance::memory)
                .reduce(ByteSize.ZERO, ByteSize::plus);
    }

    /** Virtual processors of the instances on the host that are not stopped. */
    public int cpusUsed(HostId host) {
        return instancesOn(host).stream()
                .filter(FleetSnapshot::holdsMemory)
                .mapToInt(Instance::cpus)
                .sum();
    }

    private static boolean holdsMemory(Instance instance) {
        return switch (instance.state()) {
            case RUNNING, PAUSED, UNKNOWN -> true;
            case STOPPED, CRASHED -> false;
        };
    }
}
