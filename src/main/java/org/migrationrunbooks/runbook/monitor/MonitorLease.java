package org.migrationrunbooks.runbook.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which of several nodes acts on what it sees: the one that has the lease. It only spares the others the work; that nothing is raised
 * twice is seen to by the idempotency key of the outage and by claims.
 */
@Component
class MonitorLease {

    private final JdbcClient jdbc;

    MonitorLease(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes the lease or keeps it; false where another node has it. */
    boolean take(String node, Instant now, Duration lease) {
        return jdbc.sql("update mr_monitor_lease set holder = ?, held_until = ? where id = 1"
                                + " and (holder is null or holder = ? or held_until < ?)")
                        .params(node, now.plus(lease).atOffset(ZoneOffset.UTC), node, now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Gives it back, so that another node need not wait until it runs out. */
    void release(String node) {
        jdbc.sql("update mr_monitor_lease set holder = null, held_until = null where id = 1 and holder = ?")
                .param(node)
                .update();
    }
}
