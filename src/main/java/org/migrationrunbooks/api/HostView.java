package org.migrationrunbooks.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostState;

/** A host as its platform describes it now. */
record HostView(
        String name,
        String platform,
        HostState state,
        Capacity capacity,
        Use use,
        @Nullable String zone,
        @Nullable String cpuModel,
        Map<String, String> labels) {

    static HostView of(Host host, FleetSnapshot fleet) {
        return new HostView(
                host.name(),
                host.id().platform(),
                host.state(),
                new Capacity(host.cpus(), host.memory().bytes(), host.link().bytesPerSecond()),
                new Use(
                        fleet.instancesOn(host.id()).size(),
                        fleet.cpusUsed(host.id()),
                        fleet.memoryUsed(host.id()).bytes()),
                host.zone(),
                host.cpuModel(),
                host.labels());
    }

    /**
     * What it offers.
     *
     * @param cpus logical processors
     * @param linkBytesPerSecond of the network that carries migrations
     */
    record Capacity(int cpus, long memoryBytes, long linkBytesPerSecond) {}

    /**
     * What its instances take.
     *
     * @param instances on it, whatever they do
     * @param cpus virtual processors of those that hold memory
     */
    record Use(int instances, int cpus, long memoryBytes) {}
}
