package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.testing.RecordedAudit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who gets in at which door. */
@SecurityTest
class LoginTest {

    @LocalServerPort
    private int port;

    @Autowired
    private RecordedAudit.Recorder audit;

    @BeforeEach
    void forgetEarlierEntries() {
        audit.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/hosts",
                "/api/v1/no-such-thing",
                "/engine-rest",
                "/engine-rest/engine",
                "/engine-rest/process-definition",
                "/actuator",
                "/actuator/info",
                "/actuator/metrics",
                "/actuator/prometheus",
                "/actuator/env",
                "/camunda/api/engine/engine/default/process-definition",
                "/camunda/api/engine/engine",
                "/camunda/api/admin/auth/user/default",
                "/camunda/api/admin/setup/default/user/create",
                "/camunda/api/cockpit/plugin/base/static/app/plugin.js"
            })
    void nothingAnswersAMachineThatHasNotLoggedIn(String path) {
        HttpResponse<String> answer = Caller.anonymous(port).get(path);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/camunda",
                "/camunda/app/cockpit/default/",
                "/camunda/app/admin/default/setup/",
                "/camunda/lib/deps.js",
                "/swagger-ui/index.html",
                "/v3/api-docs",
                "/no-such-thing"
            })
    void aBrowserThatHasNotLoggedInIsSentToTheForm(String path) {
        HttpResponse<String> answer = Caller.browser(port).get(path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith("/login"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%65ngine-rest/process-definition", "//engine-rest/engine", "/engine-rest;x=1/engine"})
    void anUnusualSpellingIsRefusedBeforeAnything(String path) {
        assertThat(Caller.anonymous(port).as("admin").get(path).statusCode()).isEqualTo(400);
    }

    @Test
    void healthIsForEverybodyWithoutDetails() {
        HttpResponse<String> answer = Caller.anonymous(port).get("/actuator/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("components", "database");
    }

    @Test
    void aRefusedMachineIsToldHowToLogIn() {
        HttpResponse<String> answer = Caller.anonymous(port).get("/api/v1/hosts");

        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(answer.body())
                .contains("\"type\":\"urn:migration-runbooks:problem:unauthorized\"")
                .contains("\"code\":\"UNAUTHORIZED\"", "\"status\":401", "\"next\":");
    }

    /** 404 where the way is free: the REST API itself is no part of this test. */
    @ParameterizedTest
    @CsvSource({
        "operator,  GET,  /api/v1/hosts,                    404",
        "approver,  GET,  /api/v1/hosts,                    404",
        "auditor,   GET,  /api/v1/hosts,                    404",
        "admin,     GET,  /api/v1/hosts,                    404",
        "operator,  GET,  /api/v1/audit,                    403",
        "approver,  GET,  /api/v1/audit/x,                  403",
        "auditor,   GET,  /api/v1/audit,                    404",
        "admin,     GET,  /api/v1/audit/x,                  404",
        "operator,  POST, /api/v1/runbooks/live-migration,  404",
        "approver,  POST, /api/v1/runbooks/live-migration,  403",
        "auditor,   POST, /api/v1/runbooks/live-migration,  403",
        "admin,     POST, /api/v1/runbooks/live-migration,  404",
        "operator,  POST, /api/v1/runbooks/x/approvals,     403",
        "approver,  POST, /api/v1/runbooks/x/approvals,     404",
        "auditor,   POST, /api/v1/runbooks/x/approvals,     403",
        "admin,     POST, /api/v1/runbooks/x/approvals,     403",
        "operator,  POST, /api/v1/runbooks/x/cancel,        404",
        "approver,  POST, /api/v1/runbooks/x/cancel,        403",
        "operator,  POST, /api/v1/runbooks/x/retry,         404",
        "operator,  POST, /api/v1/plans/live-migration,     404",
        "approver,  POST, /api/v1/plans/live-migration,     404",
        "auditor,   POST, /api/v1/plans/live-migration,     403",
        "operator,  POST, /api/v1/platforms/demo/faults,    403",
        "approver,  POST, /api/v1/platforms/demo/faults,    403",
        "auditor,   POST, /api/v1/platforms/demo/faults,    403",
        "admin,     POST, /api/v1/platforms/demo/faults,    404",
        "operator,  GET,  /actuator/prometheus,             403",
        "operator,  GET,  /actuator/metrics,                403",
        "admin,     GET,  /actuator/metrics,                200"
    })
    void everyRoleHasItsDoors(String person, String method, String path, int status) {
        HttpResponse<String> answer = Caller.anonymous(port).as(person).send(method, path, "");

        assertThat(answer.statusCode()).isEqualTo(status);
        Awaitility.await().untilAsserted(() -> assertThat(audit.events(AuditCode.ACCESS_REFUSED))
                .hasSize(status == 403 ? 1 : 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/no-such-thing",
                "/engine-rest/task/count",
                "/engine-rest/no-such-thing",
                "/actuator/metrics"
            })
    void aCallWithAPasswordMakesNoSession(String path) {
        HttpResponse<String> answer = Caller.anonymous(port).as("admin").get(path);

        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aWrongPasswordIsRefusedAndAuditedWithoutThePassword() {
        HttpResponse<String> answer =
                Caller.anonymous(port).as("operator2", "guessed-secret").get("/api/v1/hosts");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(audit.events(AuditCode.LOGIN_FAILED)).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("operator2");
            assertThat(event.details()).containsEntry("address", "127.0.0.1");
            assertThat(event.toString()).doesNotContain("guessed-secret");
        });
    }

    @Test
    void aNameThatDoesNotExistIsRefusedLikeAWrongPassword() {
        assertThat(Caller.anonymous(port).as("nobody").get("/api/v1/hosts").statusCode())
                .isEqualTo(401);
    }
}
