package org.migrationrunbooks.platform.simulated;

import java.time.Clock;
import org.springframework.dao.DuplicateKeyException;

/** Puts the fleet into a new database, and sets the clock's scale in one that exists. */
record SimulatorSetup(
        String platform, SimulatorSettings settings, Fleet fleet, SimulatorDatabase database, Clock clock) {

    private static final System.Logger LOG = System.getLogger(SimulatorSetup.class.getName());

    /**
     * Leaves the database ready for use.
     *
     * @throws IllegalArgumentException where it belongs to another platform
     */
    void run() {
        try {
            database.writing(() -> {
                fill();
                return true;
            });
        } catch (DuplicateKeyException e) {
            LOG.log(System.Logger.Level.DEBUG, "another process was faster in setting up " + platform, e);
        }
        database.writing(() -> {
            rescale();
            return true;
        });
    }

    private void fill() {
        PlatformTable table = new PlatformTable(database.jdbc());
        if (table.find().isEmpty()) {
            table.setUp(platform, new PlatformTime(clock.instant(), 0, settings.timeScale()));
            fleet.store(database.jdbc(), platform);
        }
    }

    private void rescale() {
        PlatformTable table = new PlatformTable(database.jdbc());
        PlatformTable.Stored stored = table.lock();
        if (!stored.name().equals(platform)) {
            throw new IllegalArgumentException(
                    "platform %s: database: it holds the platform %s".formatted(platform, stored.name()));
        }
        if (stored.time().scale() != settings.timeScale()) {
            table.rescale(stored.time().rescaled(settings.timeScale(), clock.instant()));
        }
    }
}
