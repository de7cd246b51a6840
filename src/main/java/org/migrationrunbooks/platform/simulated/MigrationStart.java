package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import java.util.Optional;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.StartResult;

/** Marks an instance and asks for its migration: two calls to the platform, each of which may be the last one that is answered. */
final class MigrationStart {

    private final Simulator simulator;

    MigrationStart(Simulator simulator) {
        this.simulator = simulator;
    }

    StartResult start(MigrationCommand command, EffectGuard guard) {
        guard.beforeEffect();
        Optional<StartResult.Refused> refused = mark(command);
        if (refused.isPresent()) {
            return refused.get();
        }
        guard.beforeEffect();
        Optional<StartResult> answer = simulator.change((world, timeline) -> {
            requireSource(world, command);
            return ask(world, timeline, command);
        });
        return answer.orElseThrow(() -> new AnswerLostException(
                "the connection was lost after the start of " + command.key() + " was sent", null));
    }

    /** What is refused anyway is not marked: a mark says that a start was sent. */
    private Optional<StartResult.Refused> mark(MigrationCommand command) {
        try {
            return simulator.change((world, timeline) -> {
                requireSource(world, command);
                Departure departure = new Departure(world, timeline);
                Optional<StartResult.Refused> refused = departure.refusal(command);
                if (refused.isPresent()) {
                    departure.note(world.now(), LedgerEvent.MIGRATION_ASKED, command, "");
                    departure.note(
                            world.now(),
                            LedgerEvent.MIGRATION_REFUSED,
                            command,
                            refused.get().reason());
                    return refused;
                }
                world.instances().mark(command.request().instance().name(), command.key());
                departure.note(world.now(), LedgerEvent.MARK_WRITTEN, command, "");
                return refused;
            });
        } catch (AnswerLostException e) {
            throw new PlatformUnreachableException("no answer to the mark, so the start was not sent", e);
        }
    }

    /** Empty where the caller gets no answer. */
    private static Optional<StartResult> ask(World world, Timeline timeline, MigrationCommand command) {
        Departure departure = new Departure(world, timeline);
        String instance = command.request().instance().name();
        departure.note(world.now(), LedgerEvent.MIGRATION_ASKED, command, "");
        Optional<Duration> later =
                world.faults().spring(Fault.Kind.CARRIED_OUT_LATER, instance).map(Fault::delay);
        if (later.isPresent()) {
            timeline.queue(command, PlatformTime.later(world.now(), later.get().toNanos()));
            departure.note(world.now(), LedgerEvent.START_QUEUED, command, "for " + later.get());
            return Optional.empty();
        }
        StartResult result = departure.carryOut(command, world.now());
        if (world.faults().spring(Fault.Kind.ANSWER_LOST, instance).isPresent()) {
            departure.note(world.now(), LedgerEvent.ANSWER_WITHHELD, command, "");
            return Optional.empty();
        }
        return Optional.of(result);
    }

    /** A source that does not answer cannot have taken the request. */
    private static void requireSource(World world, MigrationCommand command) {
        world.host(command.request().from())
                .filter(source -> world.silent(source.name()))
                .ifPresent(source -> {
                    throw new PlatformUnreachableException(
                            source.id() + " does not answer; nothing was asked of it", null);
                });
    }
}
