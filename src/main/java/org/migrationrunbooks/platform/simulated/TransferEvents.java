package org.migrationrunbooks.platform.simulated;

import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.platform.Fault;

/** What happens to transfers at one moment, and what that does to their instances. */
final class TransferEvents {

    private final World world;
    private final Timeline timeline;
    private final long now;

    TransferEvents(World world, Timeline timeline, long now) {
        this.world = world;
        this.timeline = timeline;
        this.now = now;
    }

    /** What is due in the course of the transfer: the end of a round, the take-over, or the failure that waited for it. */
    void happen(Transfer transfer) {
        if (transfer.ambushAt() <= now) {
            strike(transfer);
            return;
        }
        switch (transfer.phase()) {
            case COPYING_DISKS -> sendMemory(transfer);
            case PRE_COPY -> endRound(transfer);
            case SWITCHING_OVER, POST_COPY -> endSending(transfer);
            case FINISHING -> complete(transfer, transfer.stoodStillUntil(now));
            case PREPARING -> throw new IllegalStateException("no event belongs to " + transfer.phase());
        }
    }

    /** From here on whatever the guest writes to its disks is written at both ends; that takes nothing of the link here. */
    private void sendMemory(Transfer transfer) {
        Flow memory =
                Flow.first(transfer.terms().memory(), now).paced(transfer.flow().rate(), now);
        timeline.put(transfer.with(OperationPhase.PRE_COPY, memory));
    }

    private void endRound(Transfer transfer) {
        Transfer next = PreCopy.endRound(transfer, now);
        timeline.put(next);
        if (next.phase() == OperationPhase.SWITCHING_OVER) {
            TransferTerms terms = next.terms();
            world.presences().put(terms.instance(), terms.from(), Presence.Role.RESIDENT, InstanceState.PAUSED);
            String round = "round " + next.flow().round();
            world.note(now, LedgerEvent.SWITCH_OVER_BEGUN, terms, terms.from(), round);
        }
    }

    private void endSending(Transfer transfer) {
        if (transfer.ambush() != null) {
            strike(transfer.with(transfer.flow().done(now)));
        } else if (transfer.phase() == OperationPhase.POST_COPY) {
            complete(transfer.with(transfer.flow().done(now)), transfer.downtime());
        } else {
            timeline.put(PreCopy.endStopAndCopy(transfer, now));
            timeline.shareLinks();
        }
    }

    private void strike(Transfer transfer) {
        Ambush ambush = transfer.ambush();
        Transfer struck = transfer.with(transfer.flow().at(now)).waitedForBy(null);
        TransferTerms terms = struck.terms();
        timeline.put(struck);
        if (ambush == null || ambush.kind() == Fault.Kind.TRANSFER_FAILS) {
            fail(struck, "the connection to the destination was reset");
        } else if (ambush.kind() == Fault.Kind.DESTINATION_CRASH) {
            new HostEvents(world, timeline, now).crash(terms.to());
        } else {
            timeline.put(struck.stalled(true));
            world.note(now, LedgerEvent.MIGRATION_STALLED, terms, terms.from(), "");
        }
        timeline.shareLinks();
    }

    /** What copies volumes to or from the host fails. */
    void storageLost(String host) {
        timeline.active().stream()
                .filter(transfer -> transfer.usesDisks() && transfer.touches(host))
                .forEach(transfer -> fail(transfer, "I/O error on the volumes at " + host));
        timeline.shareLinks();
    }

    /** Stops a transfer that has not switched over. */
    void cancel(Transfer transfer) {
        leaveAtSource(transfer.terms());
        end(transfer, Transfer.Result.CANCELLED, "cancelled on request");
        timeline.shareLinks();
    }

    private void complete(Transfer transfer, long downtime) {
        TransferTerms terms = transfer.terms();
        world.presences().remove(terms.instance(), terms.from());
        world.presences().put(terms.instance(), terms.to(), Presence.Role.RESIDENT, InstanceState.RUNNING);
        end(transfer.stoodStillFor(downtime), Transfer.Result.COMPLETED, "");
        timeline.shareLinks();
    }

    /** Before switch-over the source goes on; after it, memory that has not arrived is lost. */
    void fail(Transfer transfer, String reason) {
        TransferTerms terms = transfer.terms();
        if (transfer.leftSource()) {
            world.presences().remove(terms.instance(), terms.from());
            if (!world.dead(terms.to())) {
                world.presences().put(terms.instance(), terms.to(), Presence.Role.RESIDENT, InstanceState.CRASHED);
            }
        } else {
            leaveAtSource(terms);
        }
        end(transfer, Transfer.Result.FAILED, reason);
    }

    private void leaveAtSource(TransferTerms terms) {
        world.presences().remove(terms.instance(), terms.to());
        if (!world.dead(terms.from())) {
            world.presences().put(terms.instance(), terms.from(), Presence.Role.RESIDENT, InstanceState.RUNNING);
        }
    }

    private void end(Transfer transfer, Transfer.Result result, String reason) {
        Transfer over = transfer.ended(result, reason, now);
        timeline.retire(over);
        LedgerEvent event =
                switch (result) {
                    case COMPLETED -> LedgerEvent.MIGRATION_COMPLETED;
                    case FAILED -> LedgerEvent.MIGRATION_FAILED;
                    case CANCELLED -> LedgerEvent.MIGRATION_CANCELLED;
                };
        TransferTerms terms = over.terms();
        String host = result == Transfer.Result.COMPLETED || over.leftSource() ? terms.to() : terms.from();
        world.note(now, event, terms, host, reason);
    }
}
