package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.testing.RecordedAudit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pages of the web applications that call the REST API. 404 where the way is free: the API itself is no part of this test. */
@SecurityTest
class PageSessionTest {

    private static final String HOSTS = "/api/v1/hosts";
    private static final String START = "/api/v1/runbooks/live-migration";

    @LocalServerPort
    private int port;

    @Autowired
    private IdentityService identity;

    @Autowired
    private RecordedAudit.Recorder audit;

    @BeforeEach
    void forgetEarlierEntries() {
        audit.clear();
    }

    @Test
    void aPageReadsWithTheSessionOfThePerson() {
        HttpResponse<String> answer = page("auditor").get(HOSTS);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aChangeWithoutTheTokenIsRefusedAndTheSessionLives() {
        Caller page = page("operator");

        HttpResponse<String> answer = page.post(START, "{}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("\"code\":\"PAGE_TOKEN_REFUSED\"", "\"state\":", "\"next\":");
        assertThat(page.get(HOSTS).statusCode()).isEqualTo(404);
    }

    @Test
    void aChangeWithAWrongTokenIsRefusedAndAudited() {
        Caller page = page("operator");
        token(page);

        HttpResponse<String> answer = page.with("X-XSRF-TOKEN", "0".repeat(32)).post(START, "{}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("PAGE_TOKEN_REFUSED");
        assertThat(page.get(HOSTS).statusCode()).isEqualTo(404);
        assertThat(audit.events(AuditCode.ACCESS_REFUSED)).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("operator");
            assertThat(event.details()).containsEntry("code", "PAGE_TOKEN_REFUSED");
        });
    }

    @Test
    void theTokenOfAnotherSessionIsWrong() {
        String others = token(page("operator2"));
        Caller page = page("operator");
        token(page);

        assertThat(page.with("X-XSRF-TOKEN", others).post(START, "{}").body()).contains("PAGE_TOKEN_REFUSED");
    }

    @Test
    void aSessionThatHasNoTokenYetChangesNothing() {
        Caller browser = Caller.browser(port);
        browser.logIn("operator");

        assertThat(browser.with("X-XSRF-TOKEN", "").post(START, "{}").body()).contains("PAGE_TOKEN_REFUSED");
    }

    @ParameterizedTest
    @CsvSource({
        "operator,  GET,  /api/v1/audit,                  403",
        "auditor,   GET,  /api/v1/audit,                  404",
        "operator,  POST, /api/v1/runbooks/live-migration, 404",
        "approver,  POST, /api/v1/runbooks/live-migration, 403",
        "auditor,   POST, /api/v1/runbooks/live-migration, 403",
        "operator,  POST, /api/v1/runbooks/x/approvals,   403",
        "approver,  POST, /api/v1/runbooks/x/approvals,   404",
        "admin,     POST, /api/v1/runbooks/x/approvals,   403",
        "operator,  PUT,  /api/v1/brake,                  404",
        "approver,  PUT,  /api/v1/brake,                  403",
        "auditor,   POST, /api/v1/plans/live-migration,   403",
        "operator,  POST, /api/v1/platforms/demo/faults,  403",
        "admin,     POST, /api/v1/platforms/demo/faults,  404"
    })
    void withTheTokenEveryRoleHasTheDoorsThatMachinesHave(String person, String method, String path, int status) {
        Caller page = page(person);

        HttpResponse<String> answer = page.with("X-XSRF-TOKEN", token(page)).send(method, path, "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body().contains("\"FORBIDDEN\"")).isEqualTo(status == 403);
    }

    @Test
    void aPasswordCountsMoreThanTheSessionAndNeedsNoToken() {
        Caller page = page("auditor");

        assertThat(page.as("operator").post(START, "{}").statusCode()).isEqualTo(404);
        assertThat(page.as("nobody", "wrong").get(HOSTS).statusCode()).isEqualTo(401);
    }

    @Test
    void whoeverHasLoggedOutIsAStranger() {
        Caller page = page("operator");
        String token = token(page);

        page.send("POST", "/camunda/api/admin/auth/user/default/logout", "");

        assertThat(page.get(HOSTS).statusCode()).isEqualTo(401);
        assertThat(page.with("X-XSRF-TOKEN", token).post(START, "{}").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aSessionInWhichNobodyHasLoggedInIsAStrangers() {
        Caller browser = Caller.browser(port);
        browser.get("/login");

        assertThat(browser.get(HOSTS).statusCode()).isEqualTo(401);
    }

    @Test
    void aMadeUpSessionIsAStrangersAndNoneIsBegun() {
        HttpResponse<String> answer = Caller.anonymous(port)
                .with("Cookie", "JSESSIONID=0123456789ABCDEF")
                .get(HOSTS);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aRoleThatWasTakenAwayIsGoneInTheSessionToo() {
        hire("passing", "operators");
        Caller page = page("passing");
        String token = token(page);
        assertThat(page.with("X-XSRF-TOKEN", token).post(START, "{}").statusCode())
                .isEqualTo(404);

        identity.deleteMembership("passing", "operators");

        assertThat(page.with("X-XSRF-TOKEN", token).post(START, "{}").body()).contains("\"FORBIDDEN\"");
        identity.deleteUser("passing");
    }

    @Test
    void whoeverWasDeletedIsAStranger() {
        hire("leaver", "operators");
        Caller page = page("leaver");
        assertThat(page.get(HOSTS).statusCode()).isEqualTo(404);

        identity.deleteUser("leaver");

        assertThat(page.get(HOSTS).statusCode()).isEqualTo(401);
    }

    /** Past the engine's policy for passwords, which holds for people who choose one. */
    private void hire(String name, String group) {
        User person = identity.newUser(name);
        person.setPassword(name);
        ((IdentityServiceImpl) identity).saveUser(person, true);
        identity.createMembership(name, group);
    }

    private Caller page(String person) {
        Caller browser = Caller.browser(port);
        browser.logIn(person);
        return browser.with("Accept", "application/json");
    }

    private static String token(Caller page) {
        return page.get("/camunda/app/cockpit/default/")
                .headers()
                .firstValue("X-XSRF-TOKEN")
                .orElseThrow();
    }
}
