package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.testing.RecordedAudit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.context.TestPropertySource;

/** As where others reach the application. The passwords of the sample users are given ones, too. 404 means that the way is free. */
@ApplicationModuleTest(webEnvironment = WebEnvironment.RANDOM_PORT, extraIncludes = "engine")
@TestPropertySource(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:given-passwords;DB_CLOSE_DELAY=-1",
            "runbooks.processes.dir=src/test/resources/security/processes",
            "runbooks.security.administrator.name=first",
            "runbooks.security.administrator.password=First-P4ssword",
            "runbooks.security.change-given-passwords=true"
        })
@Import({RecordedAudit.class, Tokens.class})
@DisplayName("A password that somebody else has set")
class GivenPasswordTest {

    private static final String COCKPIT = "/camunda/app/cockpit/default/";
    private static final String ENGINE = "/camunda/api/engine/engine/default";
    private static final String CHANGE = "/api/v1/me/password";
    private static final String OWN = "0wn-Ch0ice!";

    @LocalServerPort
    private int port;

    @Autowired
    private RecordedAudit.Recorder audit;

    @Autowired
    private GivenPasswords passwords;

    @BeforeEach
    void forgetEarlierEntries() {
        audit.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/hosts", "/engine-rest/engine", "/engine-rest/task/count", "/actuator/metrics"})
    void opensNothingToAProgramWhichIsToldWhatToDo(String path) {
        HttpResponse<String> answer =
                Caller.anonymous(port).as("first", "First-P4ssword").get(path);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("\"code\":\"PASSWORD_CHANGE_REQUIRED\"", "POST " + CHANGE);
        assertThat(audit.events(AuditCode.ACCESS_REFUSED))
                .singleElement()
                .satisfies(event -> assertThat(event.details()).containsEntry("code", "PASSWORD_CHANGE_REQUIRED"));
    }

    @Test
    void keepsNobodyFromAskingWhetherTheApplicationIsWell() {
        assertThat(Caller.anonymous(port)
                        .as("first", "First-P4ssword")
                        .get("/actuator/health")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void isChangedByOneCallToOneThatOnlyThePersonKnows() {
        Caller person = Caller.anonymous(port).as("operator2");

        refused(person.post(CHANGE, body("operator2", "weak")), 422, "PASSWORD_TOO_WEAK");
        refused(person.post(CHANGE, body("operator2", "operator2")), 422, "PASSWORD_UNCHANGED");
        refused(person.get("/api/v1/hosts"), 403, "PASSWORD_CHANGE_REQUIRED");
        assertThat(person.post(CHANGE, body("operator2", OWN)).statusCode()).isEqualTo(204);

        Caller changed = Caller.anonymous(port).as("operator2", OWN);
        assertThat(changed.get("/api/v1/hosts").statusCode()).isEqualTo(404);
        assertThat(changed.get("/engine-rest/engine").statusCode()).isEqualTo(200);
        assertThat(person.get("/api/v1/hosts").statusCode()).isEqualTo(401);
        assertThat(audit.events(AuditCode.PASSWORD_CHANGED)).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("operator2");
            assertThat(event.subject()).isEqualTo("person/operator2");
        });
        assertThat(audit.events().toString()).doesNotContain(OWN);
    }

    @Test
    void isNotChangedByWhoeverDoesNotKnowIt() {
        refused(Caller.anonymous(port).as("approver").post(CHANGE, body("wrong", OWN)), 403, "PASSWORD_WRONG");

        assertThat(passwords.has("approver")).isTrue();
        assertThat(audit.events(AuditCode.ACCESS_REFUSED))
                .singleElement()
                .satisfies(event -> assertThat(event.details()).containsEntry("code", "PASSWORD_WRONG"));
    }

    @Test
    void opensNothingToABrowserButThePageOnWhichItIsChanged() {
        Caller browser = Caller.browser(port);

        assertThat(browser.logIn("operator", "operator").statusCode()).isEqualTo(302);

        sentTo("/password", browser.get(COCKPIT));
        sentTo("/password", browser.get("/swagger-ui/index.html"));
        refused(script(browser, ENGINE + "/process-definition/count"), 403, "PASSWORD_CHANGE_REQUIRED");
        refused(script(browser, "/api/v1/hosts"), 403, "PASSWORD_CHANGE_REQUIRED");
        HttpResponse<String> page = browser.get("/password");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
        assertThat(page.body())
                .contains("<label for=\"present\">", "<label for=\"wanted\">", "<label for=\"again\">", "10 characters")
                .doesNotContain("<script", "style=");
        assertThat(browser.get("/default-ui.css").statusCode())
                .as("its style sheet")
                .isEqualTo(200);
    }

    @Test
    void isChangedOnThePageAndCockpitOpens() {
        Caller browser = Caller.browser(port);
        browser.logIn("auditor", "auditor");

        HttpResponse<String> without = browser.with("Content-Type", "application/x-www-form-urlencoded")
                .send("POST", "/password", form("auditor", OWN, OWN));
        assertThat(without.statusCode()).as("without the page's token").isEqualTo(403);
        complains(browser.submit("/password", form("auditor", OWN, "other")), "not the same");
        complains(browser.submit("/password", form("auditor", "weak", "weak")), "too weak");
        complains(browser.submit("/password", form("auditor", "auditor", "auditor")), "present one");
        sentTo(COCKPIT, browser.submit("/password", form("auditor", OWN, OWN)));

        assertThat(browser.get(COCKPIT).statusCode()).isEqualTo(200);
        assertThat(script(browser, ENGINE + "/process-definition/count").statusCode())
                .isEqualTo(200);
        assertThat(audit.events(AuditCode.PASSWORD_CHANGED)).hasSize(1);
    }

    @Test
    void opensNothingAfterTheWebApplicationsOwnLogInEither() {
        Caller browser = Caller.browser(port);

        HttpResponse<String> login = browser.with("Content-Type", "application/x-www-form-urlencoded")
                .send(
                        "POST",
                        "/camunda/api/admin/auth/user/default/login/cockpit",
                        "username=operator&password=operator");

        assertThat(login.statusCode()).isEqualTo(200);
        refused(script(browser, ENGINE + "/process-definition/count"), 403, "PASSWORD_CHANGE_REQUIRED");
        sentTo("/password", browser.get(COCKPIT));
    }

    @Test
    void isAnyThatAnAdministratorSetsInTheAdminApplication() {
        Caller approver = Caller.anonymous(port).as("approver2", OWN);
        Caller.anonymous(port).as("approver2").post(CHANGE, body("approver2", OWN));
        assertThat(approver.get("/api/v1/hosts").statusCode()).isEqualTo(404);
        Caller.anonymous(port).as("admin").post(CHANGE, body("admin", OWN));
        Caller admin = Caller.browser(port);
        admin.logIn("admin", OWN);
        String token = admin.get(COCKPIT).headers().firstValue("X-XSRF-TOKEN").orElseThrow();
        Caller page = admin.with("X-XSRF-TOKEN", token)
                .with("Accept", "application/json")
                .with("Content-Type", "application/json");

        assertThat(page.send(
                                "PUT",
                                ENGINE + "/user/approver2/credentials",
                                "{\"password\":\"G1ven-Again!\",\"authenticatedUserPassword\":\"%s\"}".formatted(OWN))
                        .statusCode())
                .isEqualTo(204);
        assertThat(page.send(
                                "POST",
                                ENGINE + "/user/create",
                                "{\"profile\":{\"id\":\"newcomer\",\"firstName\":\"New\",\"lastName\":\"Comer\"},"
                                        + "\"credentials\":{\"password\":\"W3lcome-Here!\"}}")
                        .statusCode())
                .isEqualTo(204);

        refused(
                Caller.anonymous(port).as("approver2", "G1ven-Again!").get("/api/v1/hosts"),
                403,
                "PASSWORD_CHANGE_REQUIRED");
        assertThat(passwords.has("newcomer")).isTrue();
        assertThat(audit.events(AuditCode.PASSWORD_GIVEN))
                .allSatisfy(event -> assertThat(event.actor()).isEqualTo("admin"))
                .extracting(event -> event.subject())
                .containsExactly("person/approver2", "person/newcomer");
        assertThat(audit.events().toString()).doesNotContain("G1ven-Again!", "W3lcome-Here!");
        assertThat(page.send("DELETE", ENGINE + "/user/newcomer", "").statusCode())
                .isEqualTo(204);
        assertThat(passwords.has("newcomer")).isFalse();
    }

    @Test
    void isNoMatterOfBearerTokensWhosePasswordsAreTheIssuers() {
        passwords.note("olga", "somebody");
        Caller olga = Caller.anonymous(port).with("Authorization", "Bearer olga.operators");

        assertThat(olga.get("/api/v1/hosts").statusCode()).isEqualTo(404);
        refused(olga.post(CHANGE, body("x", OWN)), 409, "PASSWORD_KEPT_ELSEWHERE");
    }

    private static String body(String present, String wanted) {
        return "{\"present\":\"%s\",\"wanted\":\"%s\"}".formatted(present, wanted);
    }

    private static String form(String present, String wanted, String again) {
        return "present=%s&wanted=%s&again=%s".formatted(present, wanted, again);
    }

    private static HttpResponse<String> script(Caller browser, String path) {
        return browser.with("Accept", "application/json").get(path);
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.body()).contains("\"code\":\"%s\"".formatted(code));
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private static void complains(HttpResponse<String> page, String words) {
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("role=\"alert\"", words);
    }

    private static void sentTo(String page, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith(page));
    }
}
