package org.migrationrunbooks.platform.simulated;

import java.util.Optional;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.StartResult;

/** The start of a transfer on the platform's side: refused for exactly what the pre-flight check names, else under way. */
final class Departure {

    private final World world;
    private final Timeline timeline;

    Departure(World world, Timeline timeline) {
        this.world = world;
        this.timeline = timeline;
    }

    /** What the platform has against the start now, in its words. */
    Optional<StartResult.Refused> refusal(MigrationCommand command) {
        String reasons = PreflightRules.check(world, command.request()).stream()
                .map(Blocker::reason)
                .collect(Collectors.joining("; "));
        if (!reasons.isEmpty()) {
            return Optional.of(new StartResult.Refused(reasons));
        }
        boolean replaced = world.instance(command.request().instance())
                .filter(instance -> !instance.uid().equals(command.baseline().uid()))
                .isPresent();
        return replaced
                ? Optional.of(new StartResult.Refused(
                        command.request().instance() + " is another instance of the same name than the one meant"))
                : Optional.empty();
    }

    /** Starts the transfer, unless there is something against it by now. */
    StartResult carryOut(MigrationCommand command, long at) {
        Optional<StartResult.Refused> refusal = refusal(command);
        if (refusal.isPresent()) {
            note(at, LedgerEvent.MIGRATION_REFUSED, command, refusal.get().reason());
            return refusal.get();
        }
        MigrationRequest request = command.request();
        Instance instance = world.instance(request.instance()).orElseThrow();
        long id = world.transfers().nextId();
        Transfer transfer = Transfer.begin(
                id,
                TransferTerms.of(command, instance, at),
                request.maxDowntime().toNanos(),
                world.faults().springAmbush(instance.name()));
        // Saved at once, so that the next one gets another id.
        world.transfers().save(transfer);
        world.presences().put(instance.name(), request.to().name(), Presence.Role.INCOMING, InstanceState.PAUSED);
        note(
                at,
                LedgerEvent.MIGRATION_STARTED,
                command,
                request.from().name() + " to " + request.to().name());
        timeline.put(transfer);
        timeline.shareLinks();
        return new StartResult.Accepted(new MigrationHandle(command, Long.toString(id)));
    }

    void note(long at, LedgerEvent event, MigrationCommand command, String detail) {
        world.ledger()
                .write(
                        world.time().instant(at),
                        event,
                        command.request().instance().name(),
                        command.request().from().name(),
                        command.key().value(),
                        detail);
    }
}
