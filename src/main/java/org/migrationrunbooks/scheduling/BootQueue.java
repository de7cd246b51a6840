package org.migrationrunbooks.scheduling;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;

/** How many boot on each host and from each storage, those included who are let go first. */
final class BootQueue {

    private final BootCaps caps;
    private final Map<HostId, Integer> onHosts = new HashMap<>();
    private final Map<String, Integer> fromStorages = new HashMap<>();

    BootQueue(BootCaps caps) {
        this.caps = caps;
    }

    /** Lets one boot if the caps allow. */
    boolean admit(HostId host, String storage) {
        boolean free = full(host, storage).isEmpty();
        if (free) {
            count(host, storage);
        }
        return free;
    }

    /** Counts one that boots, whatever the caps say: they may have been lowered since it began. */
    void count(HostId host, String storage) {
        onHosts.merge(host, 1, Integer::sum);
        fromStorages.merge(storage, 1, Integer::sum);
    }

    /** What of the caps is used up; empty where one more may boot. */
    Optional<String> full(HostId host, String storage) {
        int onHost = onHosts.getOrDefault(host, 0);
        int fromStorage = fromStorages.getOrDefault(storage, 0);
        if (onHost >= caps.perHost()) {
            return Optional.of("%d of %d instances boot on %s".formatted(onHost, caps.perHost(), host.name()));
        }
        return fromStorage >= caps.perStorage()
                ? Optional.of(
                        "%d of %d instances boot from storage '%s'".formatted(fromStorage, caps.perStorage(), storage))
                : Optional.empty();
    }
}
