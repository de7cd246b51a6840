package org.migrationrunbooks.platform.simulated;

import java.util.List;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.platform.InstanceTask;

/**
 * A start of an instance that can run or write already. It is kept from happening, on a platform of which the lock on shared volumes
 * does so as on one that would let it happen; and it stands in the ledger as what it is, a fault of whoever asked.
 */
final class SecondStart {

    private final World world;
    private final long now;

    SecondStart(World world, long now) {
        this.world = world;
        this.now = now;
    }

    /** Writes it down, and gives the reason for the refusal. */
    String refuse(Instance instance, InstanceTask task, List<String> alive) {
        String hosts = String.join(" and ", alive);
        if (instance.volumes().stream().anyMatch(Volume::shared)) {
            note(LedgerEvent.BOOT_REFUSED, task, "its volumes are locked by " + hosts);
        }
        note(
                LedgerEvent.INVARIANT_BROKEN,
                task,
                "instance %s would run on %s, while it is alive on %s"
                        .formatted(instance.name(), task.host().name(), hosts));
        return "%s is alive on %s, where its volumes are in use".formatted(task.instance(), hosts);
    }

    private void note(LedgerEvent event, InstanceTask task, String detail) {
        world.ledger()
                .write(
                        world.time().instant(now),
                        event,
                        task.instance().name(),
                        task.host().name(),
                        TaskStart.epochOf(task),
                        detail);
    }
}
