package org.migrationrunbooks.security;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose sessions were ended, on all nodes at once. Rows, in the transaction of what ends them. */
final class SessionEnds {

    private final JdbcClient jdbc;
    private final Clock clock;

    SessionEnds(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Ends all sessions that the person has now. */
    void end(String person) {
        OffsetDateTime now = clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        int known = jdbc.sql("update mr_sessions_ended set ended_at = ? where person = ?")
                .params(now, person)
                .update();
        if (known == 0) {
            jdbc.sql("insert into mr_sessions_ended (person, ended_at) values (?, ?)")
                    .params(person, now)
                    .update();
        }
    }

    /** When the person's sessions were ended last; empty where they never were. */
    Optional<Instant> of(String person) {
        return jdbc.sql("select ended_at from mr_sessions_ended where person = ?")
                .param(person)
                .query((row, number) ->
                        row.getObject("ended_at", OffsetDateTime.class).toInstant())
                .optional();
    }
}
