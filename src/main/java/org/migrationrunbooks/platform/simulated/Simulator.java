package org.migrationrunbooks.platform.simulated;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * The way to the simulated platform: each call is one turn in one transaction of the platform's own, before which everything happens
 * that was due. Turns that change something, also in other processes, take place one after the other.
 */
final class Simulator implements AutoCloseable {

    private final String platform;
    private final SimulatorSettings settings;
    private final Fleet fleet;
    private final SimulatorDatabase database;
    private final Clock clock;
    private boolean prepared;

    Simulator(String platform, SimulatorSettings settings, Fleet fleet, SimulatorDatabase database, Clock clock) {
        this.platform = platform;
        this.settings = settings;
        this.fleet = fleet;
        this.database = database;
        this.clock = clock;
    }

    private record Answer<T>(T value, Duration slowness) {}

    /**
     * Asks a question.
     *
     * @throws PlatformUnreachableException where no answer came
     */
    <T> T ask(Function<World, T> question) {
        Answer<T> answer = answer(question);
        if (!arrivesInTime(answer)) {
            throw new PlatformUnreachableException(
                    "platform %s did not answer within %s".formatted(platform, settings.callTimeout()), null);
        }
        return answer.value();
    }

    /** On the caller's clock, also while the platform does not answer. */
    Instant now() {
        return clock.instant();
    }

    /** Asks a question without being subject to slow answers. */
    <T> T askAside(Function<World, T> question) {
        return answer(question).value();
    }

    private <T> Answer<T> answer(Function<World, T> question) {
        return reach(() -> {
            Instant instant = clock.instant();
            if (new PlatformTable(database.jdbc()).get().eventDue(instant)) {
                database.writing(() -> turn(instant, (world, timeline) -> true));
            }
            return database.reading(() -> {
                World world = new World(database.jdbc(), new PlatformTable(database.jdbc()).get(), instant);
                return new Answer<>(question.apply(world), world.faults().slowness());
            });
        });
    }

    /**
     * Changes something. What the change throws undoes it.
     *
     * @throws AnswerLostException where it took effect, or may have, and no answer came
     * @throws PlatformUnreachableException where nothing was changed
     */
    <T> T change(BiFunction<World, Timeline, T> change) {
        Answer<T> answer = carryOut(change);
        if (!arrivesInTime(answer)) {
            throw new AnswerLostException(
                    "platform %s was asked, and did not answer within %s".formatted(platform, settings.callTimeout()),
                    null);
        }
        return answer.value();
    }

    /** Changes something without being subject to slow answers. */
    <T> T changeAside(BiFunction<World, Timeline, T> change) {
        return carryOut(change).value();
    }

    private <T> Answer<T> carryOut(BiFunction<World, Timeline, T> change) {
        return reach(() -> {
            try {
                return database.writing(() -> turn(clock.instant(), change));
            } catch (TransactionSystemException e) {
                throw new AnswerLostException("platform " + platform + ": the commit got no answer", e);
            }
        });
    }

    private <T> Answer<T> turn(Instant instant, BiFunction<World, Timeline, T> change) {
        PlatformTable table = new PlatformTable(database.jdbc());
        World world = new World(database.jdbc(), table.lock(), instant);
        Timeline timeline = new Timeline(world);
        timeline.advance(world.now());
        T value = change.apply(world, timeline);
        timeline.save();
        table.advanced(world.now(), timeline.nextEventAt());
        return new Answer<>(value, world.faults().slowness());
    }

    private <T> T reach(Supplier<T> call) {
        setUpOnce();
        try {
            return call.get();
        } catch (InvariantBrokenException e) {
            database.writing(() -> {
                new Ledger(database.jdbc())
                        .write(
                                clock.instant(),
                                LedgerEvent.INVARIANT_BROKEN,
                                e.instance(),
                                null,
                                null,
                                String.valueOf(e.getMessage()));
                return true;
            });
            throw e;
        } catch (DataAccessException | TransactionException e) {
            throw unusable(e);
        }
    }

    private PlatformUnreachableException unusable(RuntimeException e) {
        return new PlatformUnreachableException(
                "platform %s: its database cannot be used: %s".formatted(platform, e.getMessage()), e);
    }

    /**
     * Prepares the database, once it can be reached.
     *
     * @throws IllegalArgumentException where it belongs to another platform
     * @throws PlatformUnreachableException where it cannot be reached now
     */
    synchronized void setUpOnce() {
        if (!prepared) {
            try {
                database.migrate();
                new SimulatorSetup(platform, settings, fleet, database, clock).run();
                prepared = true;
            } catch (DataAccessException | TransactionException | FlywayException e) {
                throw unusable(e);
            }
        }
    }

    /** Waits as long as the platform takes to answer, or until the caller's patience is spent. */
    private boolean arrivesInTime(Answer<?> answer) {
        boolean inTime = answer.slowness().compareTo(settings.callTimeout()) <= 0;
        Duration wait = inTime ? answer.slowness() : settings.callTimeout();
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
            return inTime;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
