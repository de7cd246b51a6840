package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What an evacuation says of itself while parts of it wait for a person. */
@RunbookTest
class PartsAttentionTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    Runbooks runbooks;

    @Autowired
    Brake brake;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void anEvacuationNeedsAttentionAsLongAsAPartOfItDoesAndSaysWhich() {
        Run run = rack.planned("asking");
        brake.set(true, "operator2", "the test changes something after the plan was checked");
        rack.approve(run);
        rack.awaitHeldBack(run);
        rack.loseStorageEverywhere();
        brake.set(false, "operator2", "it is changed");
        Run web = rack.rebuild(run, "asking-web");
        Run db = rack.rebuild(run, "asking-db");
        Run waiting = awaitAttention(run, "Parts wait for a person: asking-db, asking-web.");
        assertThat(waiting.attention())
                .contains("asking-db (run %s): The destination does not take it".formatted(db.id()))
                .contains("asking-web (run %s): The destination does not take it".formatted(web.id()));
        assertThat(runbooks.list(RunFilter.of(
                                RunbookState.NEEDS_ATTENTION,
                                RunbookKind.NODE_EVACUATION,
                                "asking",
                                null,
                                null,
                                null,
                                0,
                                10))
                        .items())
                .extracting(Run::id)
                .containsExactly(run.id());
        rack.faults().clear();

        scenario.goOn(web, GateDecision.RETRY);

        scenario.awaitEnding(web, Ending.REBUILT);
        awaitAttention(run, "Parts wait for a person: asking-db.");
        brake.set(true, "operator2", "the test looks at the evacuation while nothing waits for a person");
        scenario.goOn(db, GateDecision.RETRY);
        rack.awaitHeldBack(db);
        assertThat(scenario.now(run).state()).isEqualTo(RunbookState.RUNNING);
        assertThat(scenario.now(run).attention()).isNull();
        brake.set(false, "operator2", "it has looked");
        scenario.awaitEnding(run, Ending.EVACUATED);
    }

    private Run awaitAttention(Run run, String words) {
        scenario.eventually("the evacuation says '%s'".formatted(words))
                .until(() -> String.valueOf(scenario.now(run).attention()).startsWith(words));
        return scenario.await(run, RunbookState.NEEDS_ATTENTION);
    }
}
