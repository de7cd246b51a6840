package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.platform.PowerState;
import org.springframework.beans.factory.annotation.Autowired;

/** Ways round the gates of a return to service, also those of the engine that nobody is let through; none leads anywhere. */
@RunbookTest
class ReturnDoorsTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    Returns returns;

    @Autowired
    RuntimeService runtime;

    @AfterEach
    void leaveEverythingWell() {
        rack.leaveWell();
    }

    @Test
    void aJumpPastTheApprovalNeitherRemovesAnythingNorEnablesTheHost() {
        Run run = returns.planned("ret-jumped");
        assertThat(scenario.decide(run, "operator", Decision.APPROVE))
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.OWN_REQUEST));
        assertThat(decide(run, new PlanHash("0".repeat(64)))).isEqualTo(ProblemCode.PLAN_CHANGED);
        assertClaimed(returns.ask("ret-jumped"), run);
        assertClaimed(rack.ask("ret-jumped"), run);

        jump(run, "Task_ApprovePlan", "Task_EnableHost");

        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("Something is left", "ret-jumped-web");
        assertThat(rack.quarantined("ret-jumped")).isTrue();

        jump(run, "Task_DecideHowToGoOn", "Task_RemoveLeftover");

        awaitIncident(run, "APPROVAL_MISSING");
        assertThat(rack.effects("ret-jumped-web", "LEFTOVER_REMOVED")).isZero();
        runtime.deleteProcessInstance(scenario.process(run).getId(), "the test is over");
        scenario.awaitEnding(run, Ending.DELETED_BY_HAND);
    }

    @Test
    void aHostThatIsInServiceIsNotSwitchedOffByAReturn() {
        Run run = returns.planned("ret-served");
        returns.holdBefore("Task_ReleaseClaims");
        try {
            rack.approve(run);
            returns.awaitHeld(run, "Task_ReleaseClaims");
            assertThat(rack.quarantined("ret-served")).isFalse();

            runtime.createProcessInstanceModification(scenario.process(run).getId())
                    .startBeforeActivity("Task_SwitchOffAgain")
                    .execute();

            awaitIncident(run, "APPROVAL_MISSING");
            assertThat(returns.power("ret-served")).isEqualTo(PowerState.ON);
            runtime.createProcessInstanceModification(scenario.process(run).getId())
                    .cancelAllForActivity("Task_SwitchOffAgain")
                    .startBeforeActivity("Task_RemoveLeftover")
                    .execute();
            awaitIncident(run, "NOTHING_PLANNED");
            runtime.deleteProcessInstance(scenario.process(run).getId(), "the test is over");
        } finally {
            returns.resume("Task_ReleaseClaims");
        }
    }

    private ProblemCode decide(Run run, PlanHash hash) {
        return scenario.decideAbout(run, hash, "approver", Decision.APPROVE)
                .orElseThrow()
                .code();
    }

    private void jump(Run run, String from, String to) {
        runtime.createProcessInstanceModification(scenario.process(run).getId())
                .cancelAllForActivity(from)
                .startBeforeActivity(to)
                .execute();
    }

    private void awaitIncident(Run run, String code) {
        scenario.eventually("incident %s of %s".formatted(code, run.subject()))
                .until(() -> String.valueOf(scenario.now(run).attention()).contains(code)
                        || String.valueOf(scenario.details(run).incidents()).contains(code));
    }

    private static void assertClaimed(StartAnswer answer, Run holder) {
        assertThat(answer).isInstanceOf(StartAnswer.Refused.class);
        Problem problem = ((StartAnswer.Refused) answer).problem();
        assertThat(List.of(problem.code(), String.valueOf(problem.other())))
                .containsExactly(ProblemCode.TARGET_CLAIMED, holder.id().toString());
    }
}
