package org.migrationrunbooks.fleet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host (node) as its platform describes it.
 *
 * @param cpus logical processors offered to instances, as a plain count
 * @param memory offered to instances
 * @param link bandwidth of the network that carries migrations
 * @param zone failure domain, for example a rack; null where the platform knows none
 * @param cpuModel what the guests see; null where unknown
 * @param labels of the operators; never null
 */
public record Host(
        HostId id,
        HostState state,
        int cpus,
        ByteSize memory,
        DataRate link,
        @Nullable String zone,
        @Nullable String cpuModel,
        Map<String, String> labels) {

    public Host {
        labels = Map.copyOf(labels);
    }

    public String name() {
        return id.name();
    }

    /** The same host in another state. */
    public Host in(HostState other) {
        return new Host(id, other, cpus, memory, link, zone, cpuModel, labels);
    }

    public boolean optedOut() {
        return "opt-out".equals(labels.get(Instance.OPT_OUT_LABEL));
    }
}
