package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Approval;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditFilter;
import org.migrationrunbooks.audit.AuditQuery;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.planning.PlanChange;
import org.migrationrunbooks.platform.Fault;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** How many approve, who they are, what they see when they are asked again, and what a lone person may do at night. */
@RunbookTest
class ApprovalTermsTest {

    @Autowired
    Scenario scenario;

    @Autowired
    RunStore runs;

    @Autowired
    RunbookDecisions decisions;

    @Autowired
    AuditQuery audit;

    @Autowired
    MeterRegistry meters;

    @Autowired
    Brake brake;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    IdentityService identities;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService management;

    @AfterEach
    void leaveEverythingWell() {
        brake.set(false, "operator2", "the test is over");
        scenario.faults().clear();
    }

    @Test
    void twoDifferentPeopleApproveWhereThePolicyAsksForTwo() {
        Run run = scenario.start("critical-1");
        assertThat(scenario.await(run, RunbookState.AWAITING_APPROVAL).approvalQuorum())
                .isEqualTo(2);

        scenario.approve(run);
        assertThat(scenario.now(run).state()).isEqualTo(RunbookState.AWAITING_APPROVAL);
        refused(scenario.decide(run, "approver", Decision.APPROVE), ProblemCode.ALREADY_DECIDED);
        refused(scenario.decide(run, "operator", Decision.APPROVE), ProblemCode.OWN_REQUEST);
        assertThat(scenario.migrationsStarted("critical-1")).isZero();

        assertThat(scenario.decide(run, "approver2", Decision.APPROVE)).isEmpty();

        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.details(run).approvals())
                .extracting(Approval::person)
                .containsExactly("approver", "approver2");
    }

    @Test
    void whoMayApproveIsRemindedOnceBeforeItIsOverdue() {
        Run run = scenario.start("critical-3");
        Run asked = scenario.await(run, RunbookState.AWAITING_APPROVAL);
        assertThat(asked.approvalDueAt()).isNotNull();
        assertThat(asked.remindedAt()).isNull();

        scenario.fire(run, "Task_ApprovePlan");

        Run reminded = scenario.now(run);
        assertThat(reminded.remindedAt()).isNotNull().isBefore(reminded.approvalDueAt());
        assertThat(reminded.state()).isEqualTo(RunbookState.AWAITING_APPROVAL);
        assertThat(task(run).getPriority()).isGreaterThan(Task.PRIORITY_NORMAL);

        scenario.approve(run);

        Run second = scenario.now(run);
        assertThat(second.approvalDueAt()).isEqualTo(asked.approvalDueAt());
        assertThat(task(run).getDueDate()).isEqualTo(Date.from(Objects.requireNonNull(asked.approvalDueAt())));
        scenario.fire(run, "Task_ApprovePlan");
        assertThat(scenario.now(run).remindedAt()).isEqualTo(reminded.remindedAt());
        assertThat(audit.find(AuditFilter.of(run.id()), AuditQuery.Order.SEALED, 0, 200)
                        .items())
                .filteredOn(entry -> entry.code().equals(AuditCode.APPROVAL_REMINDED.name()))
                .hasSize(1);
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
        assertThat(scenario.now(run).waitsUntil()).isNull();
    }

    private Task task(Run run) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(run.id().value())
                .singleResult();
    }

    @Test
    void oneOfTwoWhoRejectsIsEnough() {
        Run run = scenario.start("critical-2");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        scenario.approve(run);

        assertThat(scenario.decide(run, "approver2", Decision.REJECT)).isEmpty();

        scenario.awaitEnding(run, Ending.REJECTED);
        assertThat(scenario.migrationsStarted("critical-2")).isZero();
    }

    @Test
    void onlyTheGroupThatThePolicyNamesDecides() {
        Group group = identities.newGroup("storageapprovers");
        identities.saveGroup(group);
        Run run = scenario.start("grouped");
        Run waiting = scenario.await(run, RunbookState.AWAITING_APPROVAL);
        Plan plan = waiting.plan();
        assertThat(plan).isNotNull();
        transaction.executeWithoutResult(status ->
                runs.plan(run.id(), plan, new ApprovalTerms(true, "storage is touched", 1, "storageapprovers")));
        refused(scenario.decide(run, "approver", Decision.APPROVE), ProblemCode.NOT_IN_GROUP);

        identities.createMembership("approver", "storageapprovers");
        scenario.approve(run);

        scenario.awaitEnding(run, Ending.MIGRATED);
    }

    @Test
    void whoeverIsAskedAgainSeesWhatIsDifferentAndWhoComesLateToo() {
        Run run = scenario.start("shifted");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        PlanHash first = scenario.hash(run);
        String destination = scenario.destination(run);
        scenario.fault(Fault.Kind.STORAGE_UNREACHABLE, destination, null, null);
        scenario.approve(run);
        scenario.eventually("asked again")
                .until(() -> scenario.now(run).state() == RunbookState.AWAITING_APPROVAL
                        && !scenario.hash(run).equals(first));

        String now = scenario.destination(run);
        PlanChange change = new PlanChange(
                "shifted",
                "from node-a to %s by live".formatted(destination),
                "from node-a to %s by live".formatted(now));
        assertThat(scenario.now(run).planChanges()).containsExactly(change);
        assertThat(scenario.decideAbout(run, first, "approver2", Decision.APPROVE))
                .get()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.PLAN_CHANGED);
                    assertThat(problem.reasons()).containsExactly(change.toString());
                });
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
    }

    @Test
    void aLonePersonGoesAheadWithTheirOwnRequestAndThatStandsOut() {
        Run run = scenario.start("lonely-1");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        refused(breakGlass(run, new PlanHash("0".repeat(64))), ProblemCode.PLAN_CHANGED);
        assertThat(scenario.now(run).breakGlassBy()).isNull();

        double unreviewed =
                meters.get("runbooks.break.glass.unreviewed").gauge().value();

        assertThat(breakGlass(run, scenario.hash(run))).isEmpty();

        scenario.awaitEnding(run, Ending.MIGRATED);
        assertThat(scenario.now(run).breakGlassBy()).isEqualTo("operator");
        assertThat(meters.get("runbooks.break.glass.unreviewed").gauge().value())
                .isEqualTo(unreviewed + 1);
        assertThat(scenario.details(run).approvals()).singleElement().satisfies(approval -> {
            assertThat(approval.breakGlass()).isTrue();
            assertThat(approval.comment()).isEqualTo("nobody answers the phone");
        });
        assertThat(audit.find(AuditFilter.of(run.id()), AuditQuery.Order.SEALED, 0, 200)
                        .items())
                .filteredOn(entry -> entry.code().equals(AuditCode.GLASS_BROKEN.name()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.reason()).isEqualTo("nobody answers the phone"));
    }

    @Test
    void aBrokenGlassCountsForALimitedTime() {
        Run run = scenario.start("lonely-2");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        brake.set(true, "operator2", "so that nothing begins");
        assertThat(breakGlass(run, scenario.hash(run))).isEmpty();
        scenario.eventually("it is held back")
                .until(() -> String.valueOf(scenario.now(run).attention()).contains("so that nothing begins"));
        jdbc.sql("update mr_approval set decided_at = ? where runbook_id = ?")
                .params(ago(3, ChronoUnit.HOURS), run.id().value())
                .update();

        brake.set(false, "operator2", "now it may");

        assertThat(scenario.await(run, RunbookState.NEEDS_ATTENTION).attention())
                .contains("APPROVAL_MISSING");
        assertThat(scenario.migrationsStarted("lonely-2")).isZero();
        scenario.cancel(run);
    }

    @Test
    void whoeverWasNotLookedAtSinceDoesNotDoItAgain() {
        Run run = scenario.start("lonely-3");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        Run earlier = scenario.start("own");
        scenario.await(earlier, RunbookState.AWAITING_APPROVAL);
        scenario.cancel(earlier);
        scenario.awaitEnding(earlier, Ending.CANCELLED);
        brokeGlass(earlier, "operator", "1");
        // The last one of those who did; every one of them is to be looked at.
        brokeGlass(earlier, "operator2", "2");
        transaction.executeWithoutResult(status -> runs.breakGlass(earlier.id(), "operator2"));

        refused(breakGlass(run, scenario.hash(run)), ProblemCode.BREAK_GLASS_UNREVIEWED);
        assertThat(scenario.details(run).approvals()).isEmpty();
        transaction.executeWithoutResult(status -> runs.reviewed(earlier.id(), Instant.now()));
        assertThat(breakGlass(run, scenario.hash(run))).isEmpty();

        scenario.awaitEnding(run, Ending.MIGRATED);
    }

    private void brokeGlass(Run run, String person, String plan) {
        jdbc.sql("insert into mr_approval (runbook_id, plan_hash, person, decision, decided_at, break_glass)"
                        + " values (?, ?, ?, 'APPROVE', ?, true)")
                .params(run.id().value(), plan.repeat(64), person, ago(4, ChronoUnit.DAYS))
                .update();
    }

    @Test
    void whatABrokenGlassHasBegunIsCarriedOnToItsEnd() {
        scenario.fault(Fault.Kind.TRANSFER_FAILS, null, "lonely-4", 0.2);
        Run run = scenario.startSlowly("lonely-4");
        scenario.await(run, RunbookState.AWAITING_APPROVAL);
        assertThat(breakGlass(run, scenario.hash(run))).isEmpty();
        scenario.eventually("first attempt failed")
                .until(() -> scenario.passed(run).contains("Event_TransferFailed"));
        scenario.fault(Fault.Kind.TRANSFER_FAILS, null, "lonely-4", 0.2);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        jdbc.sql("update mr_approval set decided_at = ? where runbook_id = ?")
                .params(ago(5, ChronoUnit.HOURS), run.id().value())
                .update();
        jdbc.sql("update mr_operation set intended_at = ? where runbook_id = ?")
                .params(ago(4, ChronoUnit.HOURS), run.id().value())
                .update();

        scenario.goOn(run, GateDecision.RETRY);

        scenario.awaitEnding(run, Ending.MIGRATED);
    }

    @Test
    void aTimerThatFailsBesideAnApprovalTakesNothingFromIt() {
        Run run = scenario.start("timerless");
        Run waiting = scenario.await(run, RunbookState.AWAITING_APPROVAL);
        Job timer = management
                .createJobQuery()
                .processInstanceId(waiting.processInstanceId())
                .activityId("Event_ApprovalTimeOut")
                .singleResult();

        management.setJobRetries(timer.getId(), 0);

        assertThat(scenario.now(run).state()).isEqualTo(RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.now(run).attention()).contains("failed for good");
        assertThat(scenario.details(run).incidents()).hasSize(1);
        management.setJobRetries(timer.getId(), 1);
        assertThat(scenario.now(run).state()).isEqualTo(RunbookState.AWAITING_APPROVAL);
        scenario.approve(run);
        scenario.awaitEnding(run, Ending.MIGRATED);
    }

    private Optional<Problem> breakGlass(Run run, PlanHash seen) {
        return decisions.breakGlass(run.id(), seen, "operator", "nobody answers the phone");
    }

    private static Object ago(long amount, ChronoUnit unit) {
        return Instant.now().minus(amount, unit).atOffset(ZoneOffset.UTC);
    }

    private static void refused(Optional<Problem> answer, ProblemCode code) {
        assertThat(answer).map(Problem::code).contains(code);
    }
}
