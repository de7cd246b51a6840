package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.platform.Fault;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Everything that goes round an approval, done to the engine itself, where no list of endpoints stands in the way: nothing is asked of the
 * platform. That the endpoints are refused as well is another test's matter.
 */
@RunbookTest
class WaysRoundApprovalTest {

    @Autowired
    Scenario scenario;

    @Autowired
    RunbookDecisions decisions;

    @Autowired
    ProcessEngine engine;

    @AfterEach
    void forgetWhoItWas() {
        engine.getIdentityService().clearAuthentication();
        SecurityContextHolder.clearContext();
        scenario.faults().clear();
    }

    @Test
    void aProcessStartedInTheMiddleInTheNameOfTheRunStartsNothing() {
        Run run = waiting("restarted");
        String other = engine.getRuntimeService()
                .createProcessInstanceByKey(run.kind().key())
                .businessKey(run.id().value())
                .startBeforeActivity("Task_TransferInstance")
                .setVariables(engine.getRuntimeService().getVariables(process(run)))
                .setVariable("decision", "approve")
                .execute()
                .getId();

        scenario.eventually("it was looked at and refused")
                .until(() ->
                        engine
                                .getExternalTaskService()
                                .createExternalTaskQuery()
                                .processInstanceId(other)
                                .list()
                                .stream()
                                .anyMatch(task ->
                                        String.valueOf(task.getErrorMessage()).contains("RUN_OF_ANOTHER_PROCESS")));
        engine.getRuntimeService().deleteProcessInstance(other, "the test is over");
        nothingMoved(run, "restarted");

        scenario.cancel(run);
        Run ended = scenario.awaitEnding(run, Ending.CANCELLED);
        engine.getRuntimeService()
                .restartProcessInstances(definition(run))
                .startBeforeActivity("Task_ReserveCapacity")
                .processInstanceIds(String.valueOf(ended.processInstanceId()))
                .initialSetOfVariables()
                .execute();
        String copy = engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(run.id().value())
                .singleResult()
                .getId();
        scenario.eventually("the copy with the old variables fails")
                .until(() ->
                        engine
                                .getManagementService()
                                .createJobQuery()
                                .processInstanceId(copy)
                                .withException()
                                .list()
                                .stream()
                                .anyMatch(job -> String.valueOf(job.getExceptionMessage())
                                        .contains("RUN_ENDED")));
        assertThat(scenario.migrationsStarted("restarted")).isZero();
        engine.getRuntimeService().deleteProcessInstance(copy, "the test is over");
    }

    @Test
    void anErrorOrAnEscalationThrownAtTheTaskIsNoAnswer() {
        Run run = waiting("thrown");
        Task task = task(run);

        assertThatThrownBy(() -> engine.getTaskService()
                        .handleBpmnError(task.getId(), "PLAN_DRIFTED", "no", Map.of("decision", "approve")))
                .isInstanceOf(ProcessEngineException.class);
        assertThatThrownBy(() -> engine.getTaskService()
                        .handleEscalation(task.getId(), "approved", Map.of("decision", "approve")))
                .isInstanceOf(ProcessEngineException.class);

        nothingMoved(run, "thrown");
        end(run);
    }

    @Test
    void aTimerThatIsForcedRemindsEscalatesOrRejectsAndNeverApproves() {
        Run run = waiting("forced");
        List<Job> timers = engine.getManagementService()
                .createJobQuery()
                .processInstanceId(process(run))
                .timers()
                .orderByJobDuedate()
                .asc()
                .list();
        assertThat(timers).hasSize(3);
        engine.getRuntimeService().setVariable(process(run), "decision", "approve");

        engine.getManagementService().executeJob(timers.get(0).getId());
        assertThat(scenario.now(run).remindedAt()).isNotNull();
        assertThat(scenario.now(run).state()).isEqualTo(RunbookState.AWAITING_APPROVAL);
        engine.getManagementService().executeJob(timers.get(1).getId());
        scenario.awaitPassed(run, "Event_ApprovalEscalated", 1);
        engine.getManagementService().executeJob(timers.get(2).getId());

        scenario.awaitEnding(run, Ending.APPROVAL_TIMED_OUT);
        assertThat(scenario.migrationsStarted("forced")).isZero();
    }

    @Test
    void aMessageCancelsAndNeverApproves() {
        Run run = waiting("correlated");
        assertThatExceptionOfType(MismatchingMessageCorrelationException.class)
                .isThrownBy(() -> engine.getRuntimeService()
                        .createMessageCorrelation("Approved")
                        .processInstanceId(process(run))
                        .correlate());

        engine.getRuntimeService()
                .createMessageCorrelation("CancelRequested")
                .processInstanceId(process(run))
                .setVariable("decision", "approve")
                .correlate();

        scenario.awaitEnding(run, Ending.CANCELLED);
        assertThat(scenario.migrationsStarted("correlated")).isZero();
    }

    @Test
    void aTransferThatSomebodyElseCompletesDidNotHappen() {
        Run run = waiting("completed-outside");
        String process = process(run);
        engine.getRuntimeService()
                .createProcessInstanceModification(process)
                .cancelAllForActivity("Task_ApprovePlan")
                .startBeforeActivity("Task_TransferInstance")
                .setVariable("decision", "approve")
                .execute();
        scenario.eventually("somebody else completes it").ignoreExceptions().until(() -> {
            List<LockedExternalTask> locked = engine.getExternalTaskService()
                    .fetchAndLock(1, "somebody else")
                    .topic("live-transfer", Duration.ofMinutes(1).toMillis())
                    .businessKey(run.id().value())
                    .execute();
            locked.forEach(task -> engine.getExternalTaskService().complete(task.getId(), "somebody else"));
            return !locked.isEmpty() || scenario.now(run).state() == RunbookState.NEEDS_ATTENTION;
        });

        scenario.eventually("a person is needed")
                .until(() -> scenario.now(run).state() == RunbookState.NEEDS_ATTENTION);
        assertThat(scenario.migrationsStarted("completed-outside")).isZero();
        assertThat(scenario.runsOn("completed-outside")).isEqualTo("node-a");
        scenario.cancel(run);
    }

    @Test
    void editedVariablesApproveNothingAndChangeNoPlan() {
        Run run = waiting("edited");
        PlanHash planned = scenario.hash(run);
        String process = process(run);
        engine.getRuntimeService().setVariable(process, "approvalNeeded", false);
        engine.getRuntimeService().setVariable(process, "approvalRequired", false);
        engine.getRuntimeService().setVariable(process, "approvalQuorum", 0);
        engine.getRuntimeService().setVariable(process, "decision", "approve");
        engine.getRuntimeService().setVariable(process, "requester", "somebody else");

        assertThat(scenario.decide(run, "operator", Decision.APPROVE))
                .map(Problem::code)
                .contains(ProblemCode.OWN_REQUEST);
        engine.getRuntimeService()
                .createProcessInstanceModification(process)
                .cancelAllForActivity("Task_ApprovePlan")
                .startBeforeActivity("Gateway_Approved")
                .setVariable("decision", "approve")
                .execute();

        assertThat(scenario.await(run, RunbookState.NEEDS_ATTENTION).attention())
                .contains("APPROVAL_MISSING");
        assertThat(scenario.hash(run)).isEqualTo(planned);
        assertThat(scenario.migrationsStarted("edited")).isZero();
        scenario.cancel(run);
    }

    @Test
    void aTaskThatIsGivenToItsRequesterIsStillNotTheirs() {
        Run run = waiting("reassigned");
        Task task = task(run);
        engine.getTaskService().setAssignee(task.getId(), "operator");
        engine.getTaskService().delegateTask(task.getId(), "operator");
        engine.getTaskService().resolveTask(task.getId(), Map.of("decision", "approve"));
        engine.getIdentityService().setAuthenticatedUserId("operator");

        assertThatThrownBy(() -> approve(task, run)).hasStackTraceContaining("OWN_REQUEST");

        engine.getIdentityService().clearAuthentication();
        assertThatThrownBy(() -> approve(task, run)).as("by nobody").hasStackTraceContaining("NOTHING_TO_DECIDE");
        nothingMoved(run, "reassigned");
        end(run);
    }

    @Test
    void aTaskThatIsGivenToSomebodyWhoIsNoApproverIsNotTheirs() {
        Run run = waiting("given-away");
        Task task = task(run);
        engine.getTaskService().setAssignee(task.getId(), "operator2");
        engine.getIdentityService().setAuthenticatedUserId("operator2");

        assertThatThrownBy(() -> approve(task, run)).hasStackTraceContaining("NOT_IN_GROUP");

        engine.getIdentityService().clearAuthentication();
        nothingMoved(run, "given-away");
        end(run);
    }

    @Test
    void aRoleThatASessionStillHasApprovesNothingOnceItWasTakenAway() {
        Run run = waiting("demoted");
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                        "operator2", null, List.of(new SimpleGrantedAuthority("ROLE_approvers"))));

        assertThat(scenario.decide(run, "operator2", Decision.APPROVE))
                .map(Problem::code)
                .contains(ProblemCode.NOT_IN_GROUP);

        nothingMoved(run, "demoted");
        end(run);
    }

    @Test
    void aGateThatIsGivenToSomebodyElseIsNotTheirsToDecide() {
        scenario.faults()
                .inject(new Fault(Fault.Kind.CARRIED_OUT_LATER, null, "gate-given-away", null, Duration.ofHours(10)));
        Run run = waiting("gate-given-away");
        scenario.approve(run);
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        Task gate = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(run.id().value())
                .singleResult();
        engine.getTaskService().setAssignee(gate.getId(), "auditor");
        engine.getIdentityService().setAuthenticatedUserId("auditor");

        assertThatThrownBy(() -> engine.getTaskService().complete(gate.getId(), Map.of("goOn", "give-up")))
                .hasStackTraceContaining("NOT_IN_GROUP");

        engine.getIdentityService().clearAuthentication();
        assertThat(scenario.now(run).state()).isEqualTo(RunbookState.NEEDS_ATTENTION);
        scenario.goOn(run, GateDecision.GIVE_UP);
    }

    @Test
    void anApprovalThatIsRepeatedOrOfAnotherPlanIsRefused() {
        Run run = waiting("replayed");
        assertThat(scenario.decideAbout(run, new PlanHash("1".repeat(64)), "approver", Decision.APPROVE))
                .map(Problem::code)
                .contains(ProblemCode.PLAN_CHANGED);
        nothingMoved(run, "replayed");
        scenario.approve(run);
        scenario.awaitEnding(run, Ending.MIGRATED);

        assertThat(scenario.decide(run, "approver", Decision.APPROVE))
                .map(Problem::code)
                .contains(ProblemCode.NOTHING_TO_DECIDE);
        assertThat(scenario.migrationsStarted("replayed")).isEqualTo(1);
    }

    private Run waiting(String instance) {
        Run run = scenario.start(instance);
        return scenario.await(run, RunbookState.AWAITING_APPROVAL);
    }

    private void approve(Task task, Run run) {
        engine.getTaskService()
                .complete(
                        task.getId(),
                        Map.of(
                                "decision",
                                "approve",
                                "planHash",
                                scenario.hash(run).value()));
    }

    private void nothingMoved(Run run, String instance) {
        assertThat(scenario.now(run).state()).isEqualTo(RunbookState.AWAITING_APPROVAL);
        assertThat(scenario.details(run).approvals()).isEmpty();
        assertThat(scenario.migrationsStarted(instance)).isZero();
    }

    private void end(Run run) {
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.CANCELLED);
    }

    private Task task(Run run) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(run.id().value())
                .taskDefinitionKey("Task_ApprovePlan")
                .singleResult();
    }

    private String process(Run run) {
        return String.valueOf(scenario.now(run).processInstanceId());
    }

    private String definition(Run run) {
        return engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceId(process(run))
                .singleResult()
                .getProcessDefinitionId();
    }
}
