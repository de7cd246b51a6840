package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.MAY_ACT;
import static org.migrationrunbooks.platform.simulated.TaskBench.boot;
import static org.migrationrunbooks.platform.simulated.TaskBench.discard;
import static org.migrationrunbooks.platform.simulated.TaskBench.rebuild;
import static org.migrationrunbooks.platform.simulated.TaskBench.release;
import static org.migrationrunbooks.platform.simulated.TaskBench.relocate;
import static org.migrationrunbooks.platform.simulated.TaskBench.removeLeftover;
import static org.migrationrunbooks.platform.simulated.TaskBench.stopHard;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** Requests that take effect late, or whose answer is lost, do no harm that the platform can keep from being done. */
class LateTasksTest {

    private final TaskBench bench = new TaskBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aLostAnswerHidesWhatWasDone() {
        bench.sim.faults().inject(new Fault(Fault.Kind.ANSWER_LOST, null, "web", null, null));

        assertLost(stopHard("web", "node-a"));

        bench.assertDone(stopHard("web", "node-a"));
        assertThat(bench.sim.events())
                .containsExactly("FAULT_INJECTED", "TASK_ASKED", "INSTANCE_STOPPED", "ANSWER_WITHHELD");
    }

    @Test
    void anAnswerThatIsTooSlowLeavesTheEffectInDoubt() {
        bench.sim.faults().inject(new Fault(Fault.Kind.SLOW_ANSWERS, null, null, null, Duration.ofMinutes(1)));
        try (var impatient =
                new SimulatedInstallation(TaskBench.FLEET, bench.sim.url, bench.clock, Duration.ofMillis(250))) {
            var tasks = impatient.platform().instanceTasks().orElseThrow();
            var fencing = impatient.platform().fencingDevices().get(0);
            InstanceTask stop = stopHard("web", "node-a");

            assertThatExceptionOfType(AnswerLostException.class).isThrownBy(() -> tasks.begin(stop, MAY_ACT));
            assertThatExceptionOfType(PlatformUnreachableException.class).isThrownBy(() -> tasks.look(stop));
            assertThatExceptionOfType(AnswerLostException.class)
                    .isThrownBy(() -> fencing.off(SimulatedInstallation.host("node-b"), MAY_ACT));
        }
        bench.sim.faults().clear();

        bench.assertDone(stopHard("web", "node-a"));
        assertThat(bench.fencing().power(SimulatedInstallation.host("node-b")).off())
                .isTrue();
    }

    @Test
    void aTaskCarriedOutLaterLeavesNoTraceUntilThenEvenAcrossARestart() {
        bench.delay("web", 180);
        assertLost(stopHard("web", "node-a"));
        bench.pass(179);
        bench.sim.restart(1);
        bench.assertNotDone(stopHard("web", "node-a"));
        bench.pass(1);

        bench.assertDone(stopHard("web", "node-a"));
        assertThat(bench.count(LedgerEvent.TASK_ASKED)).isEqualTo(1);
    }

    @Test
    void aLateTaskKeepsItsTermsInPostgres() throws IOException {
        try (var postgres = EmbeddedPostgres.start();
                var shared = new TaskBench(postgres.getJdbcUrl("postgres", "postgres"))) {
            shared.done(stopHard("db", "node-a"));
            shared.delay("db", 30);
            InstanceTask copy = relocate("db", "node-a", "node-b", "e1", DataRate.ofBytesPerSecond(12_500_000));
            assertThatExceptionOfType(AnswerLostException.class)
                    .isThrownBy(() -> shared.tasks().begin(copy, MAY_ACT));
            shared.pass(40);

            assertThat(shared.progress(copy).processed().bytes()).isEqualTo(125_000_000);
            shared.pass(120);
            shared.done(boot("db", "node-b", "e1"));
            shared.done(release("db", "node-a", "node-b", "e1"));
            shared.powerOff("node-b");
            shared.powerOn("node-b");
            assertThat(shared.stateOn("db", "node-b")).isEqualTo(InstanceState.CRASHED);
        }
    }

    @Test
    void aLateRelocationOfADiscardedCopyIsRefused() {
        bench.done(stopHard("web", "node-a"));
        bench.delay("web", 600);
        assertLost(relocate("web", "node-a", "node-b", "e1"));
        bench.done(discard("web", "node-b", "e1"));
        bench.pass(3600);

        assertThat(bench.stateOn("web", "node-b")).isNull();
        assertThat(bench.count(LedgerEvent.RELOCATION_STARTED)).isZero();
        assertThat(bench.count(LedgerEvent.TASK_REFUSED)).isEqualTo(1);
    }

    @Test
    void aLateBootOfADiscardedCopyIsRefusedAfterTheRevert() {
        bench.done(stopHard("web", "node-a"));
        bench.done(relocate("web", "node-a", "node-b", "e1"));
        bench.delay("web", 600);
        assertLost(boot("web", "node-b", "e1"));
        bench.done(discard("web", "node-b", "e1"));
        bench.done(boot("web", "node-a", null));
        bench.pass(3600);

        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.RUNNING);
        assertThat(bench.stateOn("web", "node-b")).isNull();
        assertThat(bench.count(LedgerEvent.BOOT_STARTED)).isEqualTo(1);
        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isZero();
    }

    @Test
    void aLateBootOfACopyThatNobodyDiscardedIsRefusedWithdrawnByTheInstance() {
        bench.done(stopHard("web", "node-a"));
        bench.done(relocate("web", "node-a", "node-b", "e1"));
        bench.delay("web", 600);
        assertLost(boot("web", "node-b", "e1"));
        bench.done(boot("web", "node-a", null));
        bench.pass(3600);

        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.RUNNING);
        assertThat(bench.stateOn("web", "node-b")).isEqualTo(InstanceState.STOPPED);
        assertThat(bench.count(LedgerEvent.BOOT_STARTED)).isEqualTo(1);
    }

    @Test
    void aLateBootOfTheSourceWhileItsCopyRunsIsOnRecordAsABug() {
        bench.done(stopHard("web", "node-a"));
        bench.done(relocate("web", "node-a", "node-b", "e1"));
        bench.delay("web", 600);
        assertLost(boot("web", "node-a", null));
        bench.done(boot("web", "node-b", "e1"));
        bench.pass(3600);

        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.STOPPED);
        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isEqualTo(1);
        assertThat(bench.count(LedgerEvent.BOOT_REFUSED)).isEqualTo(1);
        bench.assertDone(boot("web", "node-b", "e1"));
    }

    @Test
    void aSecondStartIsOnRecordAlsoWhereNoLockPreventsIt() {
        bench.done(stopHard("slow", "node-a"));
        bench.done(relocate("slow", "node-a", "node-b", "e1"));
        bench.begin(boot("slow", "node-b", "e1"));

        // The copy only boots; it could write all the same.
        bench.assertRefused(boot("slow", "node-a", null), "alive on node-b");

        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isEqualTo(1);
        assertThat(bench.count(LedgerEvent.BOOT_REFUSED)).isZero();
    }

    @Test
    void aLateBootThatMeetsNothingIsNoBug() {
        bench.done(stopHard("web", "node-a"));
        bench.done(relocate("web", "node-a", "node-b", "e1"));
        bench.delay("web", 3000);
        assertLost(boot("web", "node-a", null));
        bench.done(boot("web", "node-b", "e1"));
        bench.done(release("web", "node-a", "node-b", "e1"));
        bench.pass(3600);

        assertThat(bench.stateOn("web", "node-a")).isNull();
        assertThat(bench.count(LedgerEvent.TASK_REFUSED)).isEqualTo(1);
        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isZero();
    }

    @Test
    void aLateReleaseAfterTheRevertLeavesTheInstanceAlone() {
        bench.done(stopHard("web", "node-a"));
        bench.done(relocate("web", "node-a", "node-b", "e1"));
        bench.done(boot("web", "node-b", "e1"));
        bench.delay("web", 3000);
        assertLost(release("web", "node-a", "node-b", "e1"));
        bench.done(stopHard("web", "node-b"));
        bench.done(discard("web", "node-b", "e1"));
        bench.delay("web", 3000);
        assertLost(removeLeftover("web", "node-a"));
        bench.pass(3600);

        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.STOPPED);
        bench.done(boot("web", "node-a", null));
    }

    @Test
    void aLateRebuildBesideOneThatWasDoneElsewhereIsOnRecordAsABug() {
        bench.powerOff("node-a");
        bench.delay("web", 600);
        assertLost(rebuild("web", "node-a", "node-b", "e1"));
        bench.done(rebuild("web", "node-a", "node-c", "e2"));
        bench.pass(3600);

        assertThat(bench.stateOn("web", "node-b")).isNull();
        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isEqualTo(1);
    }

    @Test
    void aLateRebuildThatWasWithdrawnIsNoBug() {
        bench.powerOff("node-a");
        bench.delay("web", 600);
        assertLost(rebuild("web", "node-a", "node-b", "e1"));
        bench.done(discard("web", "node-b", "e1"));
        bench.done(rebuild("web", "node-a", "node-c", "e2"));
        bench.pass(3600);

        assertThat(bench.stateOn("web", "node-b")).isNull();
        assertThat(bench.count(LedgerEvent.INVARIANT_BROKEN)).isZero();
        assertThat(bench.count(LedgerEvent.REBUILD_STARTED)).isEqualTo(1);
    }

    @Test
    void aLateTaskDoesNotReachAHostThatIsSilentByThen() {
        bench.done(stopHard("web", "node-a"));
        bench.delay("web", 60);
        assertLost(boot("web", "node-a", null));
        bench.sim.inject(Fault.Kind.HOST_ISOLATED, "node-a");
        bench.pass(3600);
        bench.sim.faults().clear();

        assertThat(bench.stateOn("web", "node-a")).isEqualTo(InstanceState.STOPPED);
        assertThat(bench.count(LedgerEvent.BOOT_STARTED)).isZero();
    }

    private void assertLost(InstanceTask task) {
        assertThatExceptionOfType(AnswerLostException.class)
                .isThrownBy(() -> bench.tasks().begin(task, MAY_ACT));
    }
}
