package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.testing.EngineApi;
import org.migrationrunbooks.testing.RecordedAudit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The engine's raw REST API, as seen over HTTP by people who are logged in. */
@SecurityTest
class EngineDoorTest {

    private static final String START = "/engine-rest/process-definition/key/attended/start";

    @LocalServerPort
    private int port;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private TaskService tasks;

    @Autowired
    private ManagementService management;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private RecordedAudit.Recorder audit;

    @BeforeEach
    void forgetEarlierEntries() {
        audit.clear();
    }

    @Test
    void everyChangingOperationBesideTheListIsRefusedEvenToAdministrators() {
        Caller admin = Caller.anonymous(port).as("admin");
        List<String> letThrough = EngineApi.operations().stream()
                .filter(operation -> !operation.startsWith("GET ") && !operation.startsWith("OPTIONS "))
                .filter(operation -> {
                    String[] parts = operation.replaceAll("\\{[^}]*}", "x").split(" ", 2);
                    HttpResponse<String> answer = admin.with("Content-Type", "application/json")
                            .send(parts[0], "/engine-rest" + parts[1], "{}");
                    return answer.statusCode() != 403 || !answer.body().contains("ENGINE_ENDPOINT_REFUSED");
                })
                .toList();

        assertThat(letThrough).hasSize(38).allMatch(operation -> operation.matches("(POST|PUT) .+"));
    }

    @Test
    void aRefusalSaysWhatToDoInsteadAndIsAudited() {
        HttpResponse<String> answer = Caller.anonymous(port).as("operator").post(START, "{}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body())
                .contains("\"type\":\"urn:migration-runbooks:problem:engine-endpoint-refused\"")
                .contains("\"code\":\"ENGINE_ENDPOINT_REFUSED\"")
                .contains("POST /api/v1/runbooks/{kind}");
        assertThat(audit.events(AuditCode.ACCESS_REFUSED)).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("operator");
            assertThat(event.subject()).isEqualTo(START);
            assertThat(event.details()).containsEntry("code", "ENGINE_ENDPOINT_REFUSED");
        });
        assertThat(runtime.createProcessInstanceQuery().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engine-rest//process-definition/key/attended/start",
                "//engine-rest/process-definition/key/attended/start",
                "/engine-rest/process-definition/key/attended/start;jsessionid=1",
                "/engine-rest;x=1/process-definition/key/attended/start",
                "/engine-rest/task/%2e%2e/process-definition/key/attended/start",
                "/engine-rest/task/../process-definition/key/attended/start",
                "/engine-rest/process-definition/key/attended/start/",
                "/engine-rest/process-definition/key/attended/st%61rt",
                "/%65ngine-rest/process-definition/key/attended/start",
                "/ENGINE-REST/process-definition/key/attended/start",
                "/engine-rest/process-definition%2Fkey/attended/start",
                "/engine-rest/engine/default/process-definition/key/attended/start",
                "/camunda/api/engine/engine/default/process-definition/key/attended/start",
                "/camunda/%61pi/engine/engine/default/process-definition/key/attended/start",
                "/camunda/api/engine//engine/default/process-definition/key/attended/start"
            })
    void noSpellingOfThePathGoesAroundTheList(String path) {
        HttpResponse<String> answer = Caller.anonymous(port).as("admin").post(path, "{}");

        assertThat(answer.statusCode()).isBetween(300, 499);
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("attended")
                        .count())
                .isZero();
    }

    @Test
    void aCandidateClaimsCommentsAndCompletesATask() {
        String run = runtime.startProcessInstanceByKey("attended", Map.of("broken", false))
                .getId();
        String task =
                tasks.createTaskQuery().processInstanceId(run).singleResult().getId();
        Caller operator = Caller.anonymous(port).as("operator");

        assertThat(operator.post("/engine-rest/task/" + task + "/claim", "{\"userId\":\"operator\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(operator.post("/engine-rest/task/" + task + "/comment/create", "{\"message\":\"fine\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(operator.post("/engine-rest/task/" + task + "/complete", "{}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(runtime.createProcessInstanceQuery().processInstanceId(run).count())
                .isZero();
        assertThat(audit.events(AuditCode.TASK_COMPLETED)).singleElement().satisfies(event -> assertThat(event.actor())
                .isEqualTo("operator"));
    }

    @ParameterizedTest
    @CsvSource({"approver", "auditor", "admin"})
    void whoIsNoCandidateDoesNotCompleteATask(String person) {
        String run = runtime.startProcessInstanceByKey("attended", Map.of("broken", false))
                .getId();
        String task =
                tasks.createTaskQuery().processInstanceId(run).singleResult().getId();
        Caller caller = Caller.anonymous(port).as(person);

        assertThat(caller.post("/engine-rest/task/" + task + "/complete", "{}").statusCode())
                .isIn(403, 500);
        assertThat(tasks.createTaskQuery().processInstanceId(run).count()).isOne();
        runtime.deleteProcessInstance(run, "test over");
    }

    @Test
    void anOperatorTriesAFailedJobAgainAndAnAuditorDoesNot() {
        String run = runtime.startProcessInstanceByKey("attended", Map.of("broken", true))
                .getId();
        Job job = Awaitility.await()
                .until(
                        () -> management
                                .createJobQuery()
                                .processInstanceId(run)
                                .noRetriesLeft()
                                .singleResult(),
                        Objects::nonNull);
        String path = "/engine-rest/job/" + job.getId() + "/retries";

        assertThat(put(Caller.anonymous(port).as("auditor"), path)).isEqualTo(403);
        assertThat(put(Caller.anonymous(port).as("operator"), path)).isEqualTo(204);
        assertThat(audit.events(AuditCode.ENGINE_CHANGED_BY_HAND)).isNotEmpty();
        Awaitility.await()
                .until(() -> management
                                .createJobQuery()
                                .processInstanceId(run)
                                .noRetriesLeft()
                                .count()
                        == 1);
        runtime.deleteProcessInstance(run, "test over");
    }

    @Test
    void nobodyFiresOrPutsOffATimerByItsRetries() {
        String run = runtime.startProcessInstanceByKey("attended", Map.of("broken", false))
                .getId();
        Job job = management.createJobQuery().processInstanceId(run).singleResult();
        Caller operator = Caller.anonymous(port).as("operator").with("Content-Type", "application/json");

        for (String body : List.of(
                "{\"retries\":3}", "{\"retries\":0}", "{\"retries\":3,\"dueDate\":\"2099-01-01T00:00:00.000+0000\"}")) {
            HttpResponse<String> answer = operator.send("PUT", "/engine-rest/job/" + job.getId() + "/retries", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(403);
            assertThat(answer.body()).contains("JOB_NOT_FAILED");
        }

        Job after = management.createJobQuery().processInstanceId(run).singleResult();
        assertThat(after.getDuedate()).isEqualTo(job.getDuedate());
        assertThat(after.getRetries()).isEqualTo(job.getRetries());
        runtime.deleteProcessInstance(run, "test over");
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "approver", "auditor", "admin"})
    void everyRoleReadsDefinitionsAndHistory(String person) {
        Caller caller = Caller.anonymous(port).as(person);

        assertThat(caller.get("/engine-rest/process-definition/count").body()).isEqualTo("{\"count\":1}");
        assertThat(caller.get("/engine-rest/process-definition/key/attended/xml")
                        .statusCode())
                .isEqualTo(200);
        assertThat(caller.post("/engine-rest/history/process-instance", "{}").statusCode())
                .isEqualTo(200);
        assertThat(repository.createDeploymentQuery().count()).isOne();
    }

    @Test
    void aQueryWithoutABoundGetsTheLargestPageAndALargerOneIsRefused() {
        Caller operator = Caller.anonymous(port).as("operator");

        assertThat(operator.get("/engine-rest/process-definition?latestVersion=true")
                        .body())
                .contains("\"key\":\"attended\"");
        assertThat(operator.get("/engine-rest/process-definition?maxResults=2001")
                        .statusCode())
                .isEqualTo(400);
    }

    private static int put(Caller caller, String path) {
        return caller.with("Content-Type", "application/json")
                .send("PUT", path, "{\"retries\":1}")
                .statusCode();
    }
}
