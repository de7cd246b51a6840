package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The web applications of the engine, as a browser uses them. */
@SecurityTest
class WebappSessionTest {

    private static final String COCKPIT = "/camunda/app/cockpit/default/";
    private static final String USER = "/camunda/api/admin/auth/user/default";
    private static final String FORM = "application/x-www-form-urlencoded";

    @LocalServerPort
    private int port;

    @Test
    void afterTheFormCockpitOpensAndShowsWhatThePersonMaySee() {
        Caller browser = Caller.browser(port);

        HttpResponse<String> login = browser.logIn("auditor");

        assertThat(login.statusCode()).isEqualTo(302);
        assertThat(login.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith(COCKPIT));
        HttpResponse<String> cockpit = browser.get(COCKPIT);
        assertThat(cockpit.statusCode()).isEqualTo(200);
        assertThat(cockpit.headers().allValues("Content-Security-Policy")).hasSize(1);
        assertThat(script(browser, USER).body())
                .contains("\"userId\":\"auditor\"")
                .contains("cockpit")
                .doesNotContain("tasklist");
        assertThat(script(browser, "/camunda/api/engine/engine/default/process-definition/count")
                        .body())
                .isEqualTo("{\"count\":1}");
    }

    @Test
    void cockpitAsksWithoutABoundAndIsAnswered() {
        Caller browser = Caller.browser(port);
        browser.logIn("auditor");

        assertThat(script(
                                browser,
                                "/camunda/api/engine/engine/default/process-definition?key=attended&sortBy=version&sortOrder=desc")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theLanguagesOfTheWebApplicationsAreLoaded() {
        Caller browser = Caller.browser(port);
        browser.logIn("operator");

        assertThat(browser.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(200);
        assertThat(browser.get("/camunda/app/tasklist/locales/en.json").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aSessionStartsNothingWhateverItsToken() {
        Caller browser = Caller.browser(port);
        browser.logIn("admin");
        String token = browser.get(COCKPIT).headers().firstValue("X-XSRF-TOKEN").orElseThrow();

        HttpResponse<String> answer = browser.with("X-XSRF-TOKEN", token)
                .post("/camunda/api/engine/engine/default/process-definition/key/attended/start", "{}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("ENGINE_ENDPOINT_REFUSED");
        assertThat(script(browser, USER).statusCode()).isEqualTo(200);
    }

    @Test
    void aQueryWithTheTokenIsAnswered() {
        Caller browser = Caller.browser(port);
        browser.logIn("operator");
        String token = browser.get(COCKPIT).headers().firstValue("X-XSRF-TOKEN").orElseThrow();

        HttpResponse<String> answer = browser.with("Accept", "application/json")
                .with("X-XSRF-TOKEN", token)
                .post("/camunda/api/engine/engine/default/task/count", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void logOutOfTheMenuEndsTheSessionAndTheLogInThatFollowsBeginsOne() {
        Caller browser = Caller.browser(port);
        browser.logIn("operator");
        assertThat(browser.get(COCKPIT).statusCode()).isEqualTo(200);

        assertThat(browser.send("POST", USER + "/logout", "").statusCode()).isEqualTo(200);
        assertThat(script(browser, USER).statusCode()).isEqualTo(401);

        Caller form = browser.with("Content-Type", FORM);
        assertThat(form.send("POST", USER + "/login/cockpit", "username=operator&password=wrong")
                        .statusCode())
                .isEqualTo(401);
        HttpResponse<String> again = loggedInAgain(form);
        assertThat(again.body()).contains("\"userId\":\"operator\"");
        assertThat(script(browser, USER).body()).contains("\"userId\":\"operator\"");
        assertThat(script(browser, "/camunda/api/engine/engine/default/process-definition/count")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anOwnPasswordIsChangedWithTheOldOneOnly() {
        Caller browser = Caller.browser(port);
        browser.logIn("approver2");
        String token = browser.get(COCKPIT).headers().firstValue("X-XSRF-TOKEN").orElseThrow();
        Caller page = browser.with("X-XSRF-TOKEN", token).with("Content-Type", "application/json");
        String path = "/camunda/api/engine/engine/default/user/%s/credentials";

        assertThat(page.send(
                                "PUT",
                                path.formatted("operator"),
                                "{\"password\":\"Ch4nged!Pass\",\"authenticatedUserPassword\":\"approver2\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(page.send(
                                "PUT",
                                path.formatted("approver2"),
                                "{\"password\":\"Ch4nged!Pass\",\"authenticatedUserPassword\":\"approver2\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(Caller.anonymous(port)
                        .as("approver2", "Ch4nged!Pass")
                        .get("/api/v1/hosts")
                        .statusCode())
                .isEqualTo(404);
    }

    /** The engine makes whoever has just failed wait for some seconds. */
    private static HttpResponse<String> loggedInAgain(Caller form) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(
                        () -> form.send("POST", USER + "/login/cockpit", "username=operator&password=operator"),
                        answer -> answer.statusCode() == 200);
    }

    private static HttpResponse<String> script(Caller browser, String path) {
        return browser.with("Accept", "application/json").get(path);
    }
}
