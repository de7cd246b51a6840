package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** A timer that finds a person overdue comes at any moment, also while the person decides. */
@RunbookTest
class OverdueTest {

    @Autowired
    Scenario scenario;

    @Autowired
    RunStore runs;

    @Autowired
    TransactionTemplate transaction;

    @Test
    void aRunThatHasGoneOnSinceItWasReadIsNotOverdueAndIsLeftAsItIs() {
        Run run = scenario.start("own");
        Run read = scenario.await(run, RunbookState.AWAITING_APPROVAL);
        assertThat(overdue(read)).isTrue();
        assertThat(scenario.now(run).state()).isEqualTo(RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.now(run).attention()).isEqualTo("Overdue: the test says so");
        transaction.executeWithoutResult(status -> runs.state(run.id(), RunbookState.RUNNING, null));

        assertThat(overdue(read)).isFalse();

        assertThat(scenario.now(run).state()).isEqualTo(RunbookState.RUNNING);
        assertThat(scenario.now(run).attention()).isNull();
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
        assertThat(overdue(read)).isFalse();
    }

    private boolean overdue(Run read) {
        return Boolean.TRUE.equals(transaction.execute(status -> runs.overdue(read, "Overdue: the test says so")));
    }
}
