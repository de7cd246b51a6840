package org.migrationrunbooks.scheduling;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;

/** How many boot on each host and from each storage, those included who are let go first. */
final class BootQueue {

    private final BootCaps caps;
    private final Map<HostId, Integer> onHosts = new HashMap<>();
    private final Map<String, Integer> fromStorages = new HashMap<>();

    BootQueue(BootCaps caps, List<BootRequest> booting) {
        this.caps = caps;
        booting.forEach(this::count);
    }

    /** Lets it boot if the caps allow. */
    boolean admit(BootRequest request) {
        boolean free = full(request).isEmpty();
        if (free) {
            count(request);
        }
        return free;
    }

    /** What of the caps is used up; empty where it may boot. */
    Optional<String> full(BootRequest request) {
        int onHost = onHosts.getOrDefault(request.host(), 0);
        int fromStorage = fromStorages.getOrDefault(request.storage(), 0);
        if (onHost >= caps.perHost()) {
            return Optional.of("%d of %d instances boot on %s"
                    .formatted(onHost, caps.perHost(), request.host().name()));
        }
        return fromStorage >= caps.perStorage()
                ? Optional.of("%d of %d instances boot from storage '%s'"
                        .formatted(fromStorage, caps.perStorage(), request.storage()))
                : Optional.empty();
    }

    private void count(BootRequest request) {
        onHosts.merge(request.host(), 1, Integer::sum);
        fromStorages.merge(request.storage(), 1, Integer::sum);
    }
}
