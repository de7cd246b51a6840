package org.migrationrunbooks.planning;

import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;

/** Says why an instance goes where it goes, or why it goes nowhere and what would change that. */
final class PlacementWords {

    private final EvacuationSituation situation;

    PlacementWords(EvacuationSituation situation) {
        this.situation = situation;
    }

    String rebuilt(Instance instance, HostId host) {
        return "Its volumes are shared, and %s has room for it (%s, %d virtual processors)."
                .formatted(host.name(), instance.memory(), instance.cpus());
    }

    String noRoom(Instance instance) {
        return "No host has room for it (%s, %d virtual processors), %s aside."
                .formatted(instance.memory(), instance.cpus(), situation.dead().name());
    }

    @Nullable
    String wouldMakeRoom(Instance instance) {
        return null;
    }
}
