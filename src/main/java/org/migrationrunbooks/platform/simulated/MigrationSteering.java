package org.migrationrunbooks.platform.simulated;

import java.util.Optional;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** What can be done to a transfer under way. */
final class MigrationSteering {

    private final Simulator simulator;

    MigrationSteering(Simulator simulator) {
        this.simulator = simulator;
    }

    CancelResult cancel(MigrationHandle handle, EffectGuard guard) {
        guard.beforeEffect();
        return simulator.change((world, timeline) -> {
            Optional<Transfer> transfer = underWay(world, timeline, handle);
            if (transfer.isEmpty()) {
                return CancelResult.NOTHING_TO_CANCEL;
            }
            TransferTerms terms = transfer.get().terms();
            world.note(
                    world.now(),
                    LedgerEvent.CANCEL_ASKED,
                    terms,
                    terms.from(),
                    transfer.get().phase().code());
            return switch (transfer.get().phase()) {
                // While the remainder is sent the source still has everything, so it can go on.
                case PREPARING, COPYING_DISKS, PRE_COPY, SWITCHING_OVER -> {
                    new TransferEvents(world, timeline, world.now()).cancel(transfer.get());
                    yield CancelResult.REQUESTED;
                }
                case FINISHING, POST_COPY -> CancelResult.TOO_LATE;
            };
        });
    }

    void escalate(MigrationHandle handle, Escalation escalation, EffectGuard guard) {
        guard.beforeEffect();
        simulator.change((world, timeline) -> {
            underWay(world, timeline, handle).ifPresent(transfer -> escalate(world, timeline, transfer, escalation));
            return true;
        });
    }

    private static void escalate(World world, Timeline timeline, Transfer transfer, Escalation escalation) {
        TransferTerms terms = transfer.terms();
        world.note(world.now(), LedgerEvent.ESCALATION_ASKED, terms, terms.from(), escalation.toString());
        if (transfer.phase() != OperationPhase.PRE_COPY) {
            return;
        }
        if (escalation instanceof Escalation.RaiseMaxDowntime raise) {
            long nanos = raise.maxDowntime().toNanos();
            if (nanos > transfer.maxDowntime()) {
                timeline.put(
                        transfer.with(transfer.flow().unsteady(world.now())).withMaxDowntime(nanos));
                world.note(
                        world.now(),
                        LedgerEvent.MAX_DOWNTIME_RAISED,
                        terms,
                        terms.from(),
                        raise.maxDowntime().toString());
            }
        } else if (MigrationReading.escalations(transfer).contains(escalation)) {
            switchToPostCopy(world, timeline, transfer);
        }
    }

    private static void switchToPostCopy(World world, Timeline timeline, Transfer transfer) {
        TransferTerms terms = transfer.terms();
        timeline.put(PreCopy.switchToPostCopy(transfer, world.now()));
        world.presences().put(terms.instance(), terms.from(), Presence.Role.OUTGOING, InstanceState.PAUSED);
        world.presences().put(terms.instance(), terms.to(), Presence.Role.RESIDENT, InstanceState.RUNNING);
        world.note(world.now(), LedgerEvent.POST_COPY_SWITCHED, terms, terms.to(), "");
    }

    private static Optional<Transfer> underWay(World world, Timeline timeline, MigrationHandle handle) {
        Optional<Transfer> transfer =
                MigrationReading.of(world, handle).flatMap(stored -> timeline.active(stored.id()));
        transfer.map(Transfer::terms)
                .filter(terms -> world.silent(terms.from()))
                .ifPresent(terms -> {
                    throw new PlatformUnreachableException(
                            world.id(terms.from()) + " does not answer; nothing was asked of it", null);
                });
        return transfer;
    }
}
