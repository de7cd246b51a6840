package org.migrationrunbooks.platform.simulated;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The one row about the platform as a whole; whoever changes anything holds its lock. */
final class PlatformTable {

    /**
     * The platform as stored.
     *
     * @param advancedTo the time as of which the stored state holds; nothing may happen before it any more
     * @param nextEventAt when something will happen by itself; {@link PlatformTime#NEVER} where nothing will
     */
    record Stored(String name, PlatformTime time, long advancedTo, long nextEventAt) {

        /** Platform time; clocks of two processes may differ, but time does not run backwards. */
        long now(Instant instant) {
            return Math.max(advancedTo, time.at(instant));
        }

        boolean eventDue(Instant instant) {
            return nextEventAt <= now(instant);
        }
    }

    private static final String SELECT =
            "select name, anchor_epoch_nanos, anchor_nanos, scale, advanced_to, next_event_at from sim_platform";

    private final JdbcClient jdbc;

    PlatformTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Stored> find() {
        return query(SELECT);
    }

    Stored get() {
        return find().orElseThrow(() -> new IllegalStateException("the simulated platform has not been set up"));
    }

    /** Reads the row and keeps everybody else from it until the transaction ends. */
    Stored lock() {
        return query(SELECT + " for update")
                .orElseThrow(() -> new IllegalStateException("the simulated platform has not been set up"));
    }

    /** Adds the row; only one of two processes succeeds. */
    void setUp(String name, PlatformTime time) {
        jdbc.sql(
                        "insert into sim_platform (id, name, anchor_epoch_nanos, anchor_nanos, scale, advanced_to, next_event_at)"
                                + " values (1, ?, ?, ?, ?, ?, ?)")
                .params(
                        name,
                        epochNanos(time),
                        time.anchorNanos(),
                        time.scale(),
                        time.anchorNanos(),
                        PlatformTime.NEVER)
                .update();
    }

    void rescale(PlatformTime time) {
        jdbc.sql("update sim_platform set anchor_epoch_nanos = ?, anchor_nanos = ?, scale = ?")
                .params(epochNanos(time), time.anchorNanos(), time.scale())
                .update();
    }

    void advanced(long to, long nextEventAt) {
        jdbc.sql("update sim_platform set advanced_to = ?, next_event_at = ?")
                .params(to, nextEventAt)
                .update();
    }

    private Optional<Stored> query(String sql) {
        return jdbc.sql(sql)
                .query((row, number) -> new Stored(
                        row.getString("name"),
                        new PlatformTime(
                                Instant.EPOCH.plusNanos(row.getLong("anchor_epoch_nanos")),
                                row.getLong("anchor_nanos"),
                                row.getDouble("scale")),
                        row.getLong("advanced_to"),
                        row.getLong("next_event_at")))
                .optional();
    }

    private static long epochNanos(PlatformTime time) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, time.anchor());
    }
}
