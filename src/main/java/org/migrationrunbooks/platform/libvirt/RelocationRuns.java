package org.migrationrunbooks.platform.libvirt;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.migrationrunbooks.fleet.InstanceId;

/** The relocations that this process carries out or has carried out, the latest of each copy. */
final class RelocationRuns implements AutoCloseable {

    private record Copy(InstanceId instance, String epoch) {}

    private final Map<Copy, RelocationRun> runs = new HashMap<>();

    synchronized Optional<RelocationRun> find(InstanceId instance, String epoch) {
        return Optional.ofNullable(runs.get(new Copy(instance, epoch)));
    }

    /** Begins one, unless one of the same copy is under way. */
    synchronized void begin(InstanceId instance, String epoch, Supplier<RelocationRun> start) {
        // Those that ended well, or of which nobody asks any more, would be kept for ever.
        runs.entrySet()
                .removeIf(entry -> !entry.getValue().underWay()
                        && !entry.getKey().instance().equals(instance)
                        && entry.getValue().failure().isEmpty());
        Copy copy = new Copy(instance, epoch);
        RelocationRun before = runs.get(copy);
        if (before == null || !before.underWay()) {
            runs.put(copy, start.get());
        }
    }

    synchronized void forget(InstanceId instance, String epoch) {
        runs.remove(new Copy(instance, epoch));
    }

    /** Nothing is copied by a platform that is closed. */
    @Override
    public synchronized void close() {
        runs.values().forEach(RelocationRun::stop);
    }
}
