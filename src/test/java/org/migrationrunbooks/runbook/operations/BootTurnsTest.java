package org.migrationrunbooks.runbook.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.runbook.Ending;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunClosing;
import org.migrationrunbooks.runbook.RunRows;
import org.migrationrunbooks.runbook.RunbookKind;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A node may stand still for as long as it likes, also right before it asks whether an instance may boot. */
class BootTurnsTest {

    private static final HostId DEAD = new HostId(RebuildBench.PLATFORM, "node-a");
    private static final HostId LIVING = new HostId(RebuildBench.PLATFORM, "node-b");
    private static final InstanceId INSTANCE = new InstanceId(RebuildBench.PLATFORM, "web");

    @Test
    void aNodeThatWakesAfterTheEndOfTheRunLeavesNoSlotBehind() {
        try (RebuildBench bench = new RebuildBench("boot-turns")) {
            TransactionTemplate transaction = bench.bean(TransactionTemplate.class);
            Run rebuild = Objects.requireNonNull(transaction.execute(status -> rebuild(bench.bean(RunRows.class))));
            InstanceTask task = new InstanceTask.Rebuild(INSTANCE, DEAD, LIVING, "epoch");
            BootTurns turns = bench.bean(BootTurns.class);
            assertThat(turns.waitsFor(rebuild, task)).isEmpty();
            assertThat(slots(bench)).isOne();
            transaction.executeWithoutResult(status ->
                    bench.bean(RunClosing.class).close(rebuild.id(), Ending.NOT_REBUILT, "the test gives it up"));
            assertThat(slots(bench)).isZero();

            assertThat(turns.waitsFor(rebuild, task)).contains("The run has ended.");

            assertThat(slots(bench)).isZero();
        }
    }

    private static Run rebuild(RunRows rows) {
        Run evacuation = rows.aboutHost(RunbookKind.NODE_EVACUATION, DEAD, "operator");
        return rows.rebuild(evacuation, new Move(INSTANCE, DEAD, LIVING, new Strategy.Rebuild(false)));
    }

    private static int slots(RebuildBench bench) {
        return bench.bean(JdbcClient.class)
                .sql("select count(*) from mr_boot_slot")
                .query(Integer.class)
                .single();
    }
}
