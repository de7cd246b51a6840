package org.migrationrunbooks.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts what a request may have changed, in our tables, the engine's, and on the platform. */
final class Books {

    private static final List<String> TABLES = List.of(
            "mr_runbook",
            "mr_claim",
            "mr_reservation",
            "mr_operation",
            "mr_approval",
            "act_ru_execution",
            "act_ru_task");

    private final JdbcClient jdbc;
    private final Platforms platforms;

    Books(JdbcClient jdbc, Platforms platforms) {
        this.jdbc = jdbc;
        this.platforms = platforms;
    }

    Map<String, Long> count() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String table : TABLES) {
            counts.put(
                    table,
                    jdbc.sql("select count(*) from " + table).query(Long.class).single());
        }
        FaultInjection demo = platforms.get("demo").faultInjection().orElseThrow();
        counts.put("ledger", (long) demo.ledger().size());
        return counts;
    }
}
