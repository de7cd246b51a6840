package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.testing.EmbeddedDatabase;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application as it is meant for others than its own machine: on PostgreSQL, where passwords that were given are changed. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "runbooks.sample-runs=false",
            "runbooks.security.sample-users=false",
            "runbooks.security.change-given-passwords=true",
            "runbooks.monitor.enabled=false",
            "runbooks.platforms[0].name=demo",
            "runbooks.platforms[0].type=simulated",
            "runbooks.platforms[0].fleet=classpath:api/fleet.yaml",
            "runbooks.platforms[0].database=jdbc:h2:mem:people-platform;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.platforms[0].timeScale=10"
        })
@DirtiesContext
@DisplayName("On PostgreSQL")
class PeopleOnPostgresTest {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.postgres();
    private static final String GIVEN = "G1ven-P4ssword";
    private static final String OWN = "My-0wn-P4ssword";
    private static final String RUNBOOKS = "/api/v1/runbooks/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @LocalServerPort
    private int port;

    @Autowired
    private IdentityService identity;

    @Autowired
    private TaskService tasks;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", DATABASE::url);
        properties.add("spring.datasource.username", DATABASE::username);
        properties.add("spring.datasource.password", DATABASE::password);
    }

    @BeforeEach
    void hireTheAuditor() {
        hire("ada", Role.AUDITORS);
    }

    @Test
    void aGivenPasswordOpensNothingAndAnotherOneEndsTheSessions() {
        hire("gwen", Role.OPERATORS);
        Caller given = Caller.anonymous(port).as("gwen", GIVEN);
        assertThat(given.get("/api/v1/hosts").body()).contains("PASSWORD_CHANGE_REQUIRED");
        Caller browser = Caller.browser(port);
        browser.logIn("gwen", GIVEN);

        own("gwen");

        assertThat(browser.with("Accept", "application/json")
                        .get("/api/v1/hosts")
                        .statusCode())
                .isEqualTo(401);
        browser.logIn("gwen", OWN);
        assertThat(browser.with("Accept", "application/json")
                        .get("/api/v1/hosts")
                        .statusCode())
                .isEqualTo(200);
        assertThat(audited("PASSWORD_CHANGED")).contains("person/gwen");
        assertThat(given.get("/api/v1/hosts").statusCode()).isEqualTo(401);
    }

    @Test
    void whoeverGivesWrongPasswordsWaitsAndIsLockedOutInTheEnd() {
        hire("luke", Role.OPERATORS);
        own("luke");
        assertThat(Caller.anonymous(port)
                        .as("luke", "wrong")
                        .get("/api/v1/hosts")
                        .statusCode())
                .isEqualTo(401);
        assertThat(Caller.anonymous(port).as("luke", OWN).get("/api/v1/hosts").statusCode())
                .as("while waiting")
                .isEqualTo(401);

        jdbc.sql("update act_id_user set attempts_ = 9, lock_exp_time_ = null where id_ = 'luke'")
                .update();
        assertThat(Caller.anonymous(port)
                        .as("luke", "wrong")
                        .get("/api/v1/hosts")
                        .statusCode())
                .isEqualTo(401);

        assertThat(audited("LOGIN_LOCKED")).containsOnlyOnce("person/luke");
        Caller luke = Caller.anonymous(port).as("luke", OWN);
        jdbc.sql("update act_id_user set lock_exp_time_ = null where id_ = 'luke'")
                .update();
        assertThat(luke.get("/api/v1/hosts").statusCode())
                .as("locked, although no time has to pass")
                .isEqualTo(401);
        identity.unlockUser("luke");
        assertThat(luke.get("/api/v1/hosts").statusCode()).isEqualTo(200);
    }

    @Test
    void anApprovalIsRemindedOfTheGlassBrokenAndTheRunSignedOff() {
        hire("nora", Role.OPERATORS);
        own("nora");
        own("ada");
        Caller operator = Caller.anonymous(port).as("nora", OWN);
        String run = JsonPath.read(
                operator.post(RUNBOOKS + "live-migration", "{\"instance\": \"web-1\", \"reason\": \"It burns\"}")
                        .body(),
                "$.id");
        await(operator, run, "awaiting-approval");

        Task task = tasks.createTaskQuery().processInstanceBusinessKey(run).singleResult();
        Job reminder = management
                .createJobQuery()
                .processInstanceId(task.getProcessInstanceId())
                .activityId("Task_ApprovePlan")
                .timers()
                .singleResult();
        management.executeJob(reminder.getId());
        String reminded = operator.get(RUNBOOKS + run).body();
        assertThat(JsonPath.<String>read(reminded, "$.approval.remindedAt")).isNotBlank();
        assertThat(JsonPath.<String>read(reminded, "$.approval.dueAt")).isNotBlank();

        HttpResponse<String> broken = operator.post(
                RUNBOOKS + run + "/break-glass",
                "{\"planHash\": \"%s\", \"reason\": \"Nobody answers\"}"
                        .formatted(JsonPath.<String>read(reminded, "$.plan.hash")));
        assertThat(broken.statusCode()).isEqualTo(200);
        await(operator, run, "completed");

        Caller auditor = Caller.anonymous(port).as("ada", OWN);
        // The last entries are sealed within a second.
        Awaitility.await()
                .until(
                        () -> JsonPath.<String>read(
                                auditor.get("/api/v1/reviews/" + run).body(), "$.state"),
                        "intact"::equals);
        HttpResponse<String> signed = auditor.post(
                "/api/v1/reviews/" + run + "/sign-offs",
                "{\"verdict\": \"accepted\", \"comment\": \"Nobody was there\"}");
        assertThat(signed.statusCode()).isEqualTo(201);
        assertThat(JsonPath.<List<String>>read(signed.body(), "$.entries[*].entry.code"))
                .contains("APPROVAL_REMINDED", "GLASS_BROKEN", "RUNBOOK_SIGNED_OFF");
    }

    private void hire(String name, Role role) {
        if (identity.createUserQuery().userId(name).count() > 0) {
            return;
        }
        User person = identity.newUser(name);
        person.setPassword(GIVEN);
        ((IdentityServiceImpl) identity).saveUser(person, true);
        identity.createMembership(name, role.group());
    }

    /** Lets the person choose a password, where that was not done yet. */
    private void own(String name) {
        if (Caller.anonymous(port).as(name, OWN).get("/api/v1/me").statusCode() == 200) {
            return;
        }
        jdbc.sql("update act_id_user set attempts_ = 0, lock_exp_time_ = null where id_ = ?")
                .param(name)
                .update();
        HttpResponse<String> changed = Caller.anonymous(port)
                .as(name, GIVEN)
                .post("/api/v1/me/password", "{\"present\": \"%s\", \"wanted\": \"%s\"}".formatted(GIVEN, OWN));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
    }

    private void await(Caller caller, String run, String state) {
        Awaitility.await(run + " to be " + state)
                .atMost(PATIENCE)
                .until(() -> JsonPath.<String>read(caller.get(RUNBOOKS + run).body(), "$.state"), state::equals);
    }

    private List<String> audited(String code) {
        return jdbc.sql("select subject from mr_audit_entry where code = ?")
                .param(code)
                .query(String.class)
                .list();
    }
}
