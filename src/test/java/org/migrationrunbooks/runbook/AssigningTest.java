package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Approval;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEntry;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditQuery;
import org.springframework.beans.factory.annotation.Autowired;

@RunbookTest
@DisplayName("What waits for an approver")
class AssigningTest {

    @Autowired
    Scenario scenario;

    @Autowired
    RunbookDecisions decisions;

    @Autowired
    RunOverviews overviews;

    @Autowired
    TaskService tasks;

    @Autowired
    AuditQuery audit;

    @Test
    void isTakenByOneGivenBackAndTakenByAnother() {
        Run run = waiting("taken");
        assertThat(decisions.assign(run.id(), "approver", "approver")).isEmpty();
        assertThat(holder(run)).contains("approver");
        assertThat(decisions.assign(run.id(), "approver", "approver"))
                .as("once more")
                .isEmpty();

        refused(decisions.assign(run.id(), "approver2", "approver2"), ProblemCode.ASSIGNED_TO_ANOTHER);
        assertThat(holder(run)).contains("approver");

        assertThat(decisions.unassign(run.id(), "approver2")).isEmpty();
        assertThat(holder(run)).isEmpty();
        assertThat(decisions.unassign(run.id(), "approver2"))
                .as("when nobody has it")
                .isEmpty();
        assertThat(decisions.assign(run.id(), "approver2", "approver2")).isEmpty();
        assertThat(holder(run)).contains("approver2");

        assertThat(scenario.decide(run, "approver", Decision.APPROVE))
                .as("by one who does not have it")
                .isEmpty();
        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(holder(run)).isEmpty();
        assertThat(decisions.whoMayDecide(run.id())).isEmpty();
        refused(decisions.assign(run.id(), "approver", "approver"), ProblemCode.NOTHING_TO_DECIDE);
        refused(decisions.unassign(run.id(), "approver"), ProblemCode.NOTHING_TO_DECIDE);
        assertThat(assignments(run))
                .containsExactly(
                        "approver: null to approver", "approver2: approver to null", "approver2: null to approver2");
    }

    @Test
    void isHandedOnlyToThoseWhoMayDecide() {
        Run run = waiting("handed-on");
        assertThat(decisions.whoMayDecide(run.id()))
                .contains("approver", "approver2")
                .doesNotContain("operator", "operator2", "auditor");

        refused(decisions.assign(run.id(), "operator2", "approver"), ProblemCode.ASSIGNEE_REFUSED);
        refused(decisions.assign(run.id(), "operator", "approver"), ProblemCode.ASSIGNEE_REFUSED);
        refused(decisions.assign(run.id(), "nobody", "approver"), ProblemCode.ASSIGNEE_REFUSED);
        refused(decisions.assign(run.id(), "approver", "operator"), ProblemCode.OWN_REQUEST);
        refused(decisions.assign(run.id(), "approver", "operator2"), ProblemCode.NOT_IN_GROUP);
        assertThat(assignments(run)).isEmpty();

        assertThat(decisions.assign(run.id(), "approver2", "approver")).isEmpty();
        assertThat(holder(run)).contains("approver2");
        refused(decisions.unassign(run.id(), "operator2"), ProblemCode.NOT_IN_GROUP);
        assertThat(assignments(run)).containsExactly("approver: null to approver2");
        scenario.cancel(run);
    }

    @Test
    void isAskedOfTheNextApproverByNobodysNameAndNotOfTheOneWhoHasDecided() {
        Run run = waiting("taken-twice");
        assertThat(decisions.assign(run.id(), "approver", "approver")).isEmpty();
        scenario.approve(run);

        assertThat(holder(run)).isEmpty();
        assertThat(decisions.whoMayDecide(run.id())).contains("approver2").doesNotContain("approver");
        refused(decisions.assign(run.id(), "approver", "approver2"), ProblemCode.ASSIGNEE_REFUSED);
        assertThat(decisions.assign(run.id(), "approver2", "approver2")).isEmpty();
        assertThat(scenario.decide(run, "approver2", Decision.APPROVE)).isEmpty();

        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.details(run).approvals())
                .extracting(Approval::person)
                .containsExactly("approver", "approver2");
    }

    @Test
    void isGivenBackByOneWhoMayNotDecideAnyMore() {
        Run run = waiting("taken-off");
        tasks.setAssignee(
                tasks.createTaskQuery()
                        .processInstanceBusinessKey(run.id().value())
                        .singleResult()
                        .getId(),
                "operator2");

        assertThat(decisions.unassign(run.id(), "operator2")).isEmpty();

        assertThat(holder(run)).isEmpty();
        scenario.cancel(run);
    }

    private Run waiting(String instance) {
        return scenario.await(scenario.start(instance), RunbookState.AWAITING_APPROVAL);
    }

    /** Who has it, as the run itself says and the list of all runs. */
    private Optional<String> holder(Run run) {
        Optional<String> said = Optional.ofNullable(scenario.details(run).assignee());
        assertThat(overviews.read().live())
                .filteredOn(live -> live.run().id().equals(run.id()))
                .allSatisfy(
                        live -> assertThat(Optional.ofNullable(live.assignee())).isEqualTo(said));
        return said;
    }

    private List<String> assignments(Run run) {
        return audit.find(AuditFilter.of(run.id()), AuditQuery.Order.SEALED, 0, 200).items().stream()
                .filter(entry -> entry.code().equals(AuditCode.TASK_ASSIGNED.name()))
                .map(AssigningTest::assignment)
                .toList();
    }

    private static String assignment(AuditEntry entry) {
        return "%s: %s to %s"
                .formatted(
                        entry.actor(),
                        entry.details().get("from"),
                        entry.details().get("to"));
    }

    private static void refused(Optional<Problem> answer, ProblemCode code) {
        assertThat(answer).map(Problem::code).contains(code);
    }
}
