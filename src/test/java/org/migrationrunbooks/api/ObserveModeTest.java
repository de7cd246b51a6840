package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.runbook.RunbookKind;
import org.migrationrunbooks.runbook.RunbookStart;
import org.migrationrunbooks.runbook.RunbookState;
import org.migrationrunbooks.runbook.Runbooks;
import org.migrationrunbooks.runbook.StartAnswer;
import org.migrationrunbooks.runbook.StartRequest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A node that only looks; everything that it is asked to change is refused by one code. */
@SpringBootTest(
        properties = {
            "runbooks.mode=observe",
            "spring.datasource.url=jdbc:h2:mem:observe;DB_CLOSE_DELAY=-1",
            "runbooks.sample-runs=true",
            "runbooks.security.sample-users=true",
            "runbooks.platforms[0].name=demo",
            "runbooks.platforms[0].type=simulated",
            "runbooks.platforms[0].fleet=classpath:api/fleet.yaml",
            "runbooks.platforms[0].database=jdbc:h2:mem:observe-platform;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000"
        })
@AutoConfigureMockMvc
@Import(Scripts.class)
@DirtiesContext
@DisplayName("In observe mode")
class ObserveModeTest {

    private static final String NO_RUN = Scripts.RUNBOOKS + "/0a0a0a0a-0000-4000-8000-000000000000";

    @Autowired
    private Scripts scripts;

    @Autowired
    private MockMvcTester mvc;

    @Test
    void aStartIsRefused() {
        observed(scripts.post("operator", Scripts.START, Scripts.body("web-2")));
        assertThat(Scripts.text(scripts.get("operator", Scripts.RUNBOOKS), "$.total"))
                .as("also of sample runs")
                .isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "approver, POST,   /approvals",
        "operator, POST,   /cancel",
        "operator, POST,   /retry",
        "operator, POST,   /decisions"
    })
    void aDecisionIsRefused(String person, HttpMethod method, String action) {
        observed(scripts.send(person, method, NO_RUN + action));
    }

    @Test
    void theBrakeAndTheFaultsOfPlatformsAreRefused() {
        observed(scripts.put("admin", "/api/v1/brake", "{\"engaged\": true, \"reason\": \"a test\"}"));
        observed(scripts.post("admin", "/api/v1/platforms/demo/faults", "{\"kind\": \"ANSWER_LOST\"}"));
        observed(scripts.send("admin", HttpMethod.DELETE, "/api/v1/platforms/demo/faults"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/engine-rest/task/x/complete", "/engine-rest/task/x/claim"})
    void theEnginesOwnDoorIsShutToo(String path) {
        observed(scripts.post("approver", path, "{}"));
    }

    @Test
    void tasklistIsShutTooAndItsQueriesAnswer() {
        observed(webapp("/camunda/api/engine/engine/default/task/x/complete"));
        assertThat(Scripts.json(webapp("/camunda/api/engine/engine/default/task/count")))
                .doesNotContain("OBSERVE_MODE");
    }

    private MvcTestResult webapp(String path) {
        return mvc.post()
                .uri(path)
                .session(scripts.session("approver"))
                .contentType(MediaType.APPLICATION_JSON)
                .content("{}")
                .exchange();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/runbooks", "/api/v1/hosts", "/api/v1/instances", "/api/v1/brake", "/api/v1/platforms"})
    void readingWorks(String path) {
        assertThat(scripts.get("operator", path)).hasStatusOk();
    }

    @Test
    void onesOwnPasswordIsNoMatterOfRuns() {
        String body = "{\"present\": \"%s\", \"wanted\": \"%s\"}";

        assertThat(scripts.post("operator2", "/api/v1/me/password", body.formatted("not-it", "An0ther-P4ssword")))
                .hasStatus(403)
                .bodyText()
                .contains("PASSWORD_WRONG");
        assertThat(scripts.post("approver2", "/api/v1/me/password", body.formatted("approver2", "An0ther-P4ssword")))
                .hasStatus(204);
        assertThat(scripts.get("approver2", "/api/v1/hosts")).hasStatus(401);
    }

    @Test
    void planningAndQueriesWork() {
        assertThat(scripts.post("operator", "/api/v1/plans/live-migration", Scripts.body("web-2")))
                .hasStatusOk();
        assertThat(Scripts.json(scripts.post("operator", "/engine-rest/task/count", "{}")))
                .doesNotContain("OBSERVE_MODE");
    }

    @Test
    void whoMayNotDoItAnywayIsToldThat() {
        assertThat(scripts.post("auditor", Scripts.START, Scripts.body("web-2")))
                .hasStatus(403);
        assertThat(scripts.post("admin", "/engine-rest/message", "{}")).hasStatus(403);
    }

    @Test
    void noStepGoesOnOfARunThatIsThere(
            @Autowired RunbookStart start,
            @Autowired Runbooks runbooks,
            @Autowired ApplicationContext context,
            @Autowired ProcessEngineConfigurationImpl engine) {
        StartRequest request = StartRequest.ofInstance("demo", "web-2", null, "as if begun earlier");

        StartAnswer answer = start.start(RunbookKind.LIVE_MIGRATION, request, "operator", null);

        assertThat(answer).isInstanceOf(StartAnswer.Started.class);
        assertThat(context.getBeansOfType(JobExecutor.class)).isEmpty();
        assertThat(context.getBeanDefinitionNames()).doesNotContain("operationWorker", "sampleRuns");
        assertThat(engine.getJobExecutor().isActive()).isFalse();
        assertThat(runbooks.find(((StartAnswer.Started) answer).run().id()))
                .hasValueSatisfying(run -> assertThat(run.state()).isEqualTo(RunbookState.PLANNING));
    }

    private static void observed(MvcTestResult answer) {
        assertThat(answer).hasStatus(409);
        assertThat(Scripts.text(answer, "$.code")).isEqualTo("OBSERVE_MODE");
        assertThat(Scripts.text(answer, "$.next")).isNotBlank();
    }
}
