package org.migrationrunbooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstantiationBuilder;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.approval.Decision;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.runbook.hosts.Attestations;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Attempts to get round what keeps an instance from being started twice, each through the engine itself. */
@RunbookTest
class EvacuationDoorsTest {

    @Autowired
    Scenario scenario;

    @Autowired
    Rack rack;

    @Autowired
    RunStore runs;

    @Autowired
    RunbookDecisions decisions;

    @Autowired
    Attestations attestations;

    @Autowired
    Brake brake;

    @Autowired
    Claims claims;

    @Autowired
    ProcessEngine engine;

    @Autowired
    EngineDoor door;

    @Autowired
    TransactionTemplate transaction;

    @AfterEach
    void leaveEverythingWell() {
        engine.getIdentityService().clearAuthentication();
        rack.leaveWell();
    }

    @Test
    void noHostIsQuarantinedThatIsNotProvedToBeOff() {
        Run run = rack.planned("unproved");
        jump(run, "Task_QuarantineHost", Map.of("decision", "approve"));
        awaitFailure(run, "APPROVAL_MISSING");
        assertThat(rack.quarantined("unproved")).isFalse();
        endByHand(run);
    }

    @Test
    void anApprovedPlanAloneTakesNothingOver() {
        rack.fault(Fault.Kind.FENCING_FAILS, "unrecorded");
        Run run = rack.approved("unrecorded");
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        modify(run, "Task_AttestHostOff", "Task_RecordRebuilds", Map.of("goOn", "attest"));
        awaitFailure(run, "EVIDENCE_MISSING");
        rack.assertUntouchedYet(run);
        endByHand(run);
    }

    @Test
    void anEvacuationThatRebuiltNothingDoesNotSayThatItHas() {
        Run run = rack.planned("unreported");
        jump(run, "Call_RebuildInstances#multiInstanceBody", Map.of("decision", "approve", "approvalNeeded", false));
        awaitFailure(run, "APPROVAL_MISSING");
        assertThat(scenario.now(run).state().ended()).isFalse();
        rack.assertUntouchedYet(run);
        endByHand(run);
    }

    @Test
    void editedVariablesApproveNothing() {
        Run run = rack.planned("tampered");
        jump(
                run,
                "Gateway_ApprovalNeeded",
                Map.of(
                        "approvalNeeded",
                        false,
                        "approvalRequired",
                        false,
                        "planHash",
                        scenario.hash(run).value(),
                        "decision",
                        "approve"));
        Run waiting = scenario.await(run, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("APPROVAL_MISSING");
        rack.assertUntouchedYet(run);
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.EVACUATION_CANCELLED);
    }

    @Test
    void aVariableWrittenWithAnApprovalDoesNotApproveThePlanThatComesAfterIt() {
        Run run = rack.planned("poisoned");
        PlanHash first = scenario.hash(run);
        rack.fault(Fault.Kind.STORAGE_UNREACHABLE, scenario.destination(run));
        engine.getIdentityService().setAuthentication("approver", List.of("approvers"));
        engine.getTaskService()
                .complete(
                        task(run).getId(),
                        Map.of(
                                "decision",
                                "approve",
                                "planHash",
                                first.value(),
                                "approvalRequired",
                                false,
                                "change",
                                "standard-evacuation"));
        engine.getIdentityService().clearAuthentication();

        scenario.eventually("asked again")
                .until(() -> scenario.now(run).state() == RunbookState.AWAITING_APPROVAL
                        && !scenario.hash(run).equals(first));
        assertThat(scenario.now(run).approvalRequired()).isTrue();
        rack.assertUntouchedYet(run);
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.EVACUATION_CANCELLED);
    }

    @Test
    void nobodyApprovesTheirOwnEvacuationThroughWhicheverDoor() {
        Run run = rack.planned("own-request");
        assertThat(scenario.decide(run, "operator", Decision.APPROVE))
                .get()
                .extracting(Problem::code)
                .isEqualTo(ProblemCode.OWN_REQUEST);
        engine.getIdentityService().setAuthentication("operator", List.of("approvers"));
        assertThatThrownBy(() -> engine.getTaskService()
                        .complete(
                                task(run).getId(),
                                Map.of(
                                        "decision",
                                        "approve",
                                        "planHash",
                                        scenario.hash(run).value())))
                .hasStackTraceContaining("OWN_REQUEST");
        engine.getIdentityService().clearAuthentication();
        rack.assertUntouchedYet(run);
        scenario.cancel(run);
        scenario.awaitEnding(run, Ending.EVACUATION_CANCELLED);
    }

    @Test
    void nobodyIsNoPersonWhoAttests() {
        rack.fault(Fault.Kind.FENCING_FAILS, "impersonated");
        Run run = rack.approved("impersonated");
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        Map<String, Object> answer = Map.of("goOn", "attest", "attestedHost", "impersonated");

        assertThatThrownBy(() -> engine.getTaskService().complete(task(run).getId(), answer))
                .hasStackTraceContaining("NOTHING_TO_ATTEST");
        engine.getIdentityService().setAuthentication("operator", List.of("operators"));
        engine.getTaskService().complete(task(run).getId(), answer);
        scenario.awaitPassed(run, "Task_AttestHostOff", 2);
        engine.getIdentityService().setAuthentication("auditor", List.of("operators"));
        assertThatThrownBy(() -> engine.getTaskService().complete(task(run).getId(), answer))
                .hasStackTraceContaining("NOT_IN_GROUP");
        engine.getIdentityService().setAuthentication("operator", List.of("operators"));
        assertThatThrownBy(() -> engine.getTaskService().complete(task(run).getId(), answer))
                .hasStackTraceContaining("ALREADY_ATTESTED");
        engine.getIdentityService().clearAuthentication();

        assertThat(attestations.of(run.id())).hasSize(1);
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.EVACUATION_GIVEN_UP);
        assertThat(rack.quarantined("impersonated")).isFalse();
    }

    @Test
    void aRebuildWithoutAnEvacuationStartsNothing() {
        RunbookId madeUp = RunbookId.random();
        ProcessInstance process = engine.getRuntimeService()
                .startProcessInstanceByKey("instance-rebuild", madeUp.value(), Map.of("goOn", "retry"));
        scenario.eventually("it fails").until(() -> failure(process.getId()).contains("no run " + madeUp));
        assertThat(runs.find(madeUp)).isEmpty();
        engine.getRuntimeService().deleteProcessInstance(process.getId(), "the test is over");
    }

    @Test
    void noOtherProcessActsForARun() {
        Run rebuild = rack.stuckRebuild("twice-started");
        ProcessInstance second = engine.getRuntimeService()
                .startProcessInstanceByKey("instance-rebuild", rebuild.id().value());
        scenario.eventually("it fails").until(() -> failure(second.getId()).contains("RUN_OF_ANOTHER_PROCESS"));
        ProcessInstance releasing = startedBefore("Task_ReleaseClaims", rebuild).execute();
        scenario.eventually("it fails").until(() -> failure(releasing.getId()).contains("RUN_OF_ANOTHER_PROCESS"));
        assertThatThrownBy(() -> startedBefore("Event_InstanceRebuilt", rebuild).execute())
                .hasStackTraceContaining("RUN_OF_ANOTHER_PROCESS");

        assertThat(claims.holds(rebuild.id(), rebuild.target())).isTrue();
        assertThat(scenario.now(rebuild).processInstanceId()).isEqualTo(rebuild.processInstanceId());
        assertThat(rack.effects("twice-started-web", "REBUILD_STARTED")).isZero();
        engine.getRuntimeService().deleteProcessInstance(second.getId(), "the test is over");
        engine.getRuntimeService().deleteProcessInstance(releasing.getId(), "the test is over");
        scenario.goOn(rebuild, GateDecision.RETRY);
        scenario.awaitEnding(rack.evacuation(rebuild), Ending.EVACUATED);
    }

    @Test
    void anAnswerThatComesAfterTheEndIsToldSoAndChangesNothing() {
        rack.fault(Fault.Kind.FENCING_FAILS, "answered");
        Run run = rack.approved("answered");
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        Task gate = door.openTask(run, EngineDoor.DECIDE).orElseThrow();

        transaction.executeWithoutResult(status -> {
            assertThat(runs.end(run.id(), Ending.EVACUATION_GIVEN_UP, "the test ends it"))
                    .isTrue();
            // As one sees it who has read the run before it ended.
            assertThatExceptionOfType(RunEndedException.class)
                    .isThrownBy(() -> door.complete(gate, "operator2", Map.of("goOn", "give-up")));
            status.setRollbackOnly();
        });

        assertThat(scenario.now(run).state()).isEqualTo(RunbookState.NEEDS_ATTENTION);
        scenario.goOn(run, GateDecision.GIVE_UP);
        scenario.awaitEnding(run, Ending.EVACUATION_GIVEN_UP);
        assertThat(decisions.decide(run.id(), GateDecision.RETRY, "operator2", null))
                .map(Problem::code)
                .contains(ProblemCode.ALREADY_ENDED);
    }

    @Test
    void anEvacuationThatHasEndedIsNotStartedAgainWithItsOldApproval() {
        rack.fault(Fault.Kind.FENCING_FAILS, "restarted");
        Run run = rack.approved("restarted");
        scenario.await(run, RunbookState.NEEDS_ATTENTION);
        scenario.goOn(run, GateDecision.GIVE_UP);
        Run ended = scenario.awaitEnding(run, Ending.EVACUATION_GIVEN_UP);
        rack.faults().clear();
        rack.crash("restarted");

        for (String element : List.of("Task_ClaimHost", "Task_FenceHost")) {
            String process = restarted(String.valueOf(ended.processInstanceId()), element);
            scenario.eventually("it fails at " + element)
                    .until(() -> failure(process).contains("RUN_ENDED"));
            engine.getRuntimeService().deleteProcessInstance(process, "the test is over");
        }
        assertThat(rack.events("HOST_POWERED_OFF", "restarted")).isZero();
        scenario.assertNothingHeld(run);
    }

    @Test
    void aRebuildWhosePlanWasChangedStartsNothing() {
        Run rebuild = rack.stuckRebuild("replanned");
        Plan planned = rebuild.plan();
        assertThat(planned).isNotNull();
        Move move = planned.moves().get(0);
        Move other = new Move(move.instance(), move.from(), Rack.host("spare-3"), move.strategy());
        runs.plan(
                rebuild.id(),
                Plan.of(planned.kind(), List.of(other), 0, List.of(), null, List.of()),
                ApprovalTerms.of(false, "approved by nobody"));

        scenario.goOn(rebuild, GateDecision.RETRY);

        scenario.awaitPassed(rebuild, "Event_RebuildRefused", 2);
        Run waiting = scenario.await(rebuild, RunbookState.NEEDS_ATTENTION);
        assertThat(waiting.attention()).contains("has approved that it is rebuilt on spare-3");
        modify(rebuild, "Task_DecideHowToGoOn", "Task_RebuildInstance", Map.of("copyLeft", false));
        scenario.eventually("refused")
                .until(() -> String.valueOf(scenario.now(rebuild).attention()).contains("APPROVAL_MISSING"));
        assertThat(rack.effects("replanned-web", "REBUILD_STARTED")).isZero();
        scenario.cancel(rebuild);
        scenario.awaitEnding(rebuild, Ending.REBUILD_CANCELLED);
    }

    @Test
    void nothingIsRebuiltWithAnEvidenceOfAnotherHost() {
        Run rebuild = rack.stuckRebuild("jumped");
        Plan planned = rebuild.plan();
        assertThat(planned).isNotNull();
        Run other = rack.planned("source-lost");
        Plan others = scenario.now(other).plan();
        assertThat(others).isNotNull();
        runs.plan(
                rebuild.id(),
                Plan.of(planned.kind(), others.moves(), 0, List.of(), null, List.of()),
                ApprovalTerms.of(false, "of another evacuation"));

        scenario.goOn(rebuild, GateDecision.RETRY);

        scenario.awaitPassed(rebuild, "Event_RebuildRefused", 2);
        assertThat(rack.effects("source-lost-web", "REBUILD_STARTED")).isZero();
        scenario.cancel(other);
        runs.plan(rebuild.id(), planned, ApprovalTerms.of(false, "as it was"));
        scenario.goOn(rebuild, GateDecision.RETRY);
        scenario.awaitEnding(rack.evacuation(rebuild), Ending.EVACUATED);
    }

    @Test
    void partsThatNeverBeganEndWithTheEvacuationThatWasDeleted() {
        Run run = rack.planned("deleted-parent");
        brake.set(true, "operator2", "the test deletes the process");
        rack.approve(run);
        rack.awaitHeldBack(run);
        Run never = child(run, "deleted-parent-web");
        engine.getRuntimeService().deleteProcessInstance(scenario.process(run).getId(), "by hand in Cockpit");

        scenario.awaitEnding(run, Ending.DELETED_BY_HAND);
        scenario.awaitEnding(never, Ending.DELETED_BY_HAND);
        scenario.assertNothingHeld(never);
        assertThat(rack.effects("deleted-parent-web", "REBUILD_STARTED")).isZero();
    }

    private ProcessInstantiationBuilder startedBefore(String element, Run run) {
        return engine.getRuntimeService()
                .createProcessInstanceByKey(run.kind().key())
                .businessKey(run.id().value())
                .startBeforeActivity(element);
    }

    /** A part on record whose process the engine has not begun yet. */
    private Run child(Run evacuation, String instance) {
        RunbookId id = RunbookId.random();
        transaction.executeWithoutResult(status -> runs.insert(
                id,
                RunbookKind.INSTANCE_REBUILD,
                evacuation.requester(),
                null,
                "",
                StartRequest.ofInstance(Rack.NAME, instance, null, "a test"),
                new RunTarget.OfInstance(Rack.instance(instance)),
                evacuation.id(),
                "a test"));
        return runs.get(id);
    }

    private String restarted(String process, String element) {
        String definition = engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceId(process)
                .singleResult()
                .getProcessDefinitionId();
        engine.getRuntimeService()
                .restartProcessInstances(definition)
                .startBeforeActivity(element)
                .processInstanceIds(process)
                .execute();
        return engine.getRuntimeService().createProcessInstanceQuery().processDefinitionId(definition).list().stream()
                .filter(candidate -> candidate.getBusinessKey() != null)
                .filter(candidate -> candidate.getBusinessKey().equals(businessKey(process)))
                .findFirst()
                .orElseThrow()
                .getId();
    }

    private String businessKey(String process) {
        return engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceId(process)
                .singleResult()
                .getBusinessKey();
    }

    private void jump(Run run, String to, Map<String, Object> variables) {
        modify(run, "Task_ApprovePlan", to, variables);
    }

    private void modify(Run run, String from, String to, Map<String, Object> variables) {
        engine.getRuntimeService().setVariables(scenario.process(run).getId(), variables);
        engine.getRuntimeService()
                .createProcessInstanceModification(scenario.process(run).getId())
                .cancelAllForActivity(from)
                .startBeforeActivity(to)
                .execute();
    }

    private Task task(Run run) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(run.id().value())
                .singleResult();
    }

    private void awaitFailure(Run run, String code) {
        scenario.eventually("%s fails with %s".formatted(run.subject(), code))
                .until(() -> failure(scenario.process(run).getId()).contains(code));
    }

    /** What the engine has noted of the last failure of a step of this process. */
    private String failure(String process) {
        String jobs =
                engine
                        .getManagementService()
                        .createJobQuery()
                        .processInstanceId(process)
                        .withException()
                        .list()
                        .stream()
                        .map(job -> String.valueOf(job.getExceptionMessage()))
                        .reduce("", String::concat);
        return engine.getExternalTaskService().createExternalTaskQuery().processInstanceId(process).list().stream()
                .map(task -> String.valueOf(task.getErrorMessage()))
                .reduce(jobs, String::concat);
    }

    private void endByHand(Run run) {
        engine.getRuntimeService().deleteProcessInstance(scenario.process(run).getId(), "the test is over");
        scenario.awaitEnding(run, Ending.DELETED_BY_HAND);
        scenario.assertNothingHeld(run);
    }
}
