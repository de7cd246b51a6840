package org.migrationrunbooks.platform.simulated;

import org.migrationrunbooks.platform.Fault;

/** What happens to a host as a whole at one moment, and what that does to everything on it. */
final class HostEvents {

    private final World world;
    private final Timeline timeline;
    private final long now;

    HostEvents(World world, Timeline timeline, long now) {
        this.world = world;
        this.timeline = timeline;
        this.now = now;
    }

    /** The host hangs and everything on it stops; it still has power. */
    void crash(String host) {
        world.faults().add(new Fault(Fault.Kind.HOST_CRASH, host, null, null, null));
        note(LedgerEvent.HOST_CRASHED, host);
        everythingStops(host);
    }

    /** The power goes, and with it everything that runs on the host, also where nobody reaches it. */
    void cutPower(String host) {
        world.power(host, false);
        note(LedgerEvent.HOST_POWERED_OFF, host);
        everythingStops(host);
    }

    /** The host starts anew; nothing on it starts by itself. */
    void givePower(String host) {
        world.power(host, true);
        world.faults().restarted(host);
        note(LedgerEvent.HOST_POWERED_ON, host);
        timeline.shareLinks();
    }

    private void everythingStops(String host) {
        world.presences().powerOff(host);
        String reason = "host " + host + " is gone";
        TransferEvents transfers = new TransferEvents(world, timeline, now);
        timeline.active().stream()
                .filter(transfer -> transfer.touches(host))
                .forEach(transfer -> transfers.fail(transfer, reason));
        JobEvents jobs = new JobEvents(world, timeline, now);
        timeline.jobs().stream().filter(job -> job.touches(host)).forEach(job -> jobs.fail(job, reason));
        timeline.shareLinks();
    }

    private void note(LedgerEvent event, String host) {
        world.ledger().write(world.time().instant(now), event, null, host, null, "");
    }
}
