package org.migrationrunbooks.security;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose password was set by somebody else, so that more than one person knows it. Rows, in the transaction that sets it. */
final class GivenPasswords {

    private final JdbcClient jdbc;
    private final Clock clock;

    GivenPasswords(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void note(String person, String giver) {
        forget(person);
        jdbc.sql("insert into mr_given_password (person, giver, given_at) values (?, ?, ?)")
                .params(
                        person,
                        giver,
                        clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .update();
    }

    void forget(String person) {
        jdbc.sql("delete from mr_given_password where person = ?").param(person).update();
    }

    boolean has(String person) {
        return jdbc.sql("select count(*) from mr_given_password where person = ?")
                        .param(person)
                        .query(Long.class)
                        .single()
                > 0;
    }
}
