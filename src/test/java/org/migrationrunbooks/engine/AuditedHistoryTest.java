package org.migrationrunbooks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.testing.RecordedAudit;
import org.springframework.beans.factory.annotation.Autowired;

@EngineTest
class AuditedHistoryTest {

    private static final String TRUSTED = "trusted";

    private final RunbookId runbook = RunbookId.random();

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private TaskService tasks;

    @Autowired
    private ManagementService management;

    @Autowired
    private IdentityService identity;

    @Autowired
    private AuthorizationService authorization;

    @Autowired
    private RecordedAudit.Recorder audit;

    /** Which grants people really get is another module's matter. */
    @BeforeEach
    void letPeopleDoEverything() {
        for (Resource resource : List.of(Resources.TASK, Resources.PROCESS_INSTANCE)) {
            Authorization grant = authorization.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            grant.setGroupId(TRUSTED);
            grant.setResource(resource);
            grant.setResourceId(Authorization.ANY);
            grant.addPermission(Permissions.ALL);
            authorization.saveAuthorization(grant);
        }
    }

    @AfterEach
    void takeGrantsBack() {
        authorization
                .createAuthorizationQuery()
                .groupIdIn(TRUSTED)
                .list()
                .forEach(grant -> authorization.deleteAuthorization(grant.getId()));
    }

    @BeforeEach
    void forgetEarlierEntries() {
        audit.clear();
    }

    @AfterEach
    void endWhatRuns() {
        identity.clearAuthentication();
        Runs.endAll(runtime);
    }

    @Test
    void aRunIsToldFromStartToEndWithItsStepsAndPeople() {
        runtime.startProcessInstanceByKey("probe", runbook.value());
        Task task = taskOf(runbook);
        asUser("olga", () -> {
            tasks.claim(task.getId(), "olga");
            tasks.complete(task.getId());
        });

        assertThat(codes())
                .containsExactly(
                        AuditCode.PROCESS_STARTED,
                        AuditCode.STEP_STARTED,
                        AuditCode.STEP_ENDED,
                        AuditCode.STEP_STARTED,
                        AuditCode.TASK_ASSIGNED,
                        AuditCode.TASK_COMPLETED,
                        AuditCode.STEP_ENDED,
                        AuditCode.PROCESS_ENDED);
        assertThat(audit.events())
                .allSatisfy(event -> assertThat(event.runbook()).isEqualTo(runbook));
        assertThat(only(AuditCode.TASK_COMPLETED).actor()).isEqualTo("olga");
        assertThat(only(AuditCode.PROCESS_STARTED).actor()).isEqualTo(AuditEvent.SYSTEM);
        assertThat(only(AuditCode.PROCESS_ENDED).details())
                .containsEntry("outcome", "Probe done")
                .containsEntry("state", "COMPLETED");
    }

    @Test
    void aRunWhoseBusinessKeyIsNoRunbookIsToldWithoutOne() {
        runtime.startProcessInstanceByKey("probe", "order-66");

        assertThat(only(AuditCode.PROCESS_STARTED).runbook()).isNull();
    }

    @Test
    void spentRetriesAndTheirRepairByHandAreTold() {
        String run = runtime.startProcessInstanceByKey("probe", runbook.value(), Map.of("fail", true))
                .getId();
        Awaitility.await().until(() -> !audit.events(AuditCode.INCIDENT_RAISED).isEmpty());
        AuditEvent raised = only(AuditCode.INCIDENT_RAISED);
        assertThat(raised.runbook()).isEqualTo(runbook);
        assertThat(raised.subject()).isEqualTo("Task_Step");
        assertThat(raised.details()).containsEntry("message", "told to fail");

        runtime.setVariable(run, "fail", false);
        Awaitility.await().untilAsserted(() -> assertThat(
                        management.createJobQuery().noRetriesLeft().count())
                .isOne());
        String job = management
                .createJobQuery()
                .processInstanceId(run)
                .singleResult()
                .getId();
        asUser("olga", () -> management.setJobRetries(job, 1));

        AuditEvent byHand = only(AuditCode.ENGINE_CHANGED_BY_HAND);
        assertThat(byHand.actor()).isEqualTo("olga");
        assertThat(byHand.runbook()).isEqualTo(runbook);
        assertThat(byHand.details()).containsEntry("operation", "SetJobRetries").containsEntry("to", "1");
        assertThat(only(AuditCode.INCIDENT_RESOLVED).runbook()).isEqualTo(runbook);
    }

    @Test
    void aRunDeletedByHandIsToldWithItsReason() {
        String run = runtime.startProcessInstanceByKey("probe", runbook.value()).getId();
        taskOf(runbook);
        audit.clear();

        asUser("axel", () -> runtime.deleteProcessInstance(run, "wrong host"));

        assertThat(only(AuditCode.PROCESS_ENDED).reason()).isEqualTo("wrong host");
        assertThat(only(AuditCode.PROCESS_ENDED).details()).containsEntry("state", "INTERNALLY_TERMINATED");
        assertThat(audit.events(AuditCode.ENGINE_CHANGED_BY_HAND))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.runbook()).isEqualTo(runbook));
        assertThat(only(AuditCode.STEP_ENDED).details()).containsEntry("cancelled", "true");
    }

    private Task taskOf(RunbookId id) {
        return Awaitility.await()
                .until(
                        () -> tasks.createTaskQuery()
                                .processInstanceBusinessKey(id.value())
                                .singleResult(),
                        Objects::nonNull);
    }

    private void asUser(String user, Runnable work) {
        identity.setAuthentication(user, List.of(TRUSTED));
        try {
            work.run();
        } finally {
            identity.clearAuthentication();
        }
    }

    private AuditEvent only(AuditCode code) {
        assertThat(audit.events(code)).hasSize(1);
        return audit.events(code).get(0);
    }

    private List<AuditCode> codes() {
        return audit.events().stream().map(AuditEvent::code).toList();
    }
}
