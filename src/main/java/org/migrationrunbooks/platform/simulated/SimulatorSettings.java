package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an entry of {@code runbooks.platforms[]} of type {@code simulated} may say.
 *
 * @param fleet where the fleet file is, as a Spring resource location; read when the database is empty, since from then on the
 *     database knows where the instances are
 * @param database JDBC URL of the platform's own database, H2 or PostgreSQL; null for a file {@code simulated-<name>} under {@code
 *     ./data}
 * @param timeScale simulated seconds per second
 * @param callTimeout how long a call waits for the platform's answer
 */
record SimulatorSettings(
        @Nullable String fleet,
        @Nullable String database,
        @DefaultValue("1") double timeScale,
        @DefaultValue("10s") Duration callTimeout) {

    SimulatorSettings {
        if (!(timeScale > 0 && timeScale <= MAXIMUM_SCALE)) {
            throw new IllegalArgumentException(
                    "timeScale: %s is not above 0 and at most %s".formatted(timeScale, MAXIMUM_SCALE));
        }
        if (callTimeout.isNegative() || callTimeout.isZero()) {
            throw new IllegalArgumentException("callTimeout: " + callTimeout + " is not above zero");
        }
    }

    private static final double MAXIMUM_SCALE = 100_000;

    /** WRITE_DELAY=0: H2's default loses the commits of the last half second when the process is killed. */
    String databaseOf(String platform) {
        return database != null
                ? database
                : "jdbc:h2:file:./data/simulated-" + platform
                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";
    }
}
