package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@DisplayName("Roles")
class RolesTest {

    private static final Set<String> EVERYBODY = Set.of("operator", "approver", "auditor", "admin");
    private static final String NO_RUN = Scripts.RUNBOOKS + "/0a0a0a0a-0000-4000-8000-000000000000";

    @Autowired
    private Scripts scripts;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/runbooks",
                "/api/v1/hosts",
                "/api/v1/instances",
                "/api/v1/platforms",
                "/api/v1/brake",
                "/api/v1/monitor",
                "/api/v1/audit",
                "/api/v1/audit/verification",
                "/api/v1/platforms/demo/ledger",
                "/v3/api-docs"
            })
    void nobodyReadsWithoutLoggingIn(String path) {
        assertThat(scripts.anonymous(HttpMethod.GET, path).getResponse().getStatus())
                .isIn(302, 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/runbooks",
                "/api/v1/hosts",
                "/api/v1/instances",
                "/api/v1/platforms",
                "/api/v1/brake",
                "/api/v1/monitor"
            })
    void everybodyReadsRunsAndFleet(String path) {
        allowed(EVERYBODY, person -> scripts.get(person, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/audit", "/api/v1/audit/verification", "/api/v1/platforms/demo/ledger"})
    void auditorsAndAdministratorsReadTheEvidence(String path) {
        allowed(Set.of("auditor", "admin"), person -> scripts.get(person, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cancel", "/retry"})
    void operatorsAndAdministratorsActOnRuns(String action) {
        allowed(Set.of("operator", "admin"), person -> scripts.post(person, NO_RUN + action, "{}"));
        allowed(
                Set.of("operator", "admin"),
                person -> scripts.post(person, NO_RUN + "/decisions", "{\"decision\": \"retry\"}"));
        allowed(Set.of("operator", "admin"), person -> scripts.post(person, Scripts.START, "{}"));
    }

    @Test
    void operatorsAndAdministratorsHaveTheBrake() {
        allowed(Set.of("operator", "admin"), person -> scripts.put(person, "/api/v1/brake", "{}"));
    }

    @Test
    void approversDecideAndNobodyElse() {
        String body = "{\"decision\": \"approve\", \"planHash\": \"%s\"}".formatted("0".repeat(64));

        allowed(Set.of("approver"), person -> scripts.post(person, NO_RUN + "/approvals", body));
    }

    @Test
    void whoeverDecidesOrOperatesMayAttest() {
        allowed(
                Set.of("operator", "approver", "admin"),
                person -> scripts.post(person, NO_RUN + "/attestations", "{\"host\": \"node-a\"}"));
    }

    @Test
    void auditorsDoNotPlan() {
        allowed(
                Set.of("operator", "approver", "admin"),
                person -> scripts.post(person, "/api/v1/plans/live-migration", "{}"));
    }

    @Test
    void administratorsLetPlatformsFail() {
        allowed(Set.of("admin"), person -> scripts.post(person, "/api/v1/platforms/no/faults", "{}"));
        allowed(Set.of("admin"), person -> scripts.send(person, HttpMethod.DELETE, "/api/v1/platforms/no/faults"));
    }

    private static void allowed(Set<String> allowed, java.util.function.Function<String, MvcTestResult> request) {
        for (String person : EVERYBODY) {
            MvcTestResult answer = request.apply(person);
            if (allowed.contains(person)) {
                assertThat(answer.getResponse().getStatus()).as(person).isNotIn(401, 403);
            } else {
                assertThat(answer).as(person).hasStatus(403);
                assertThat(Scripts.text(answer, "$.code")).isEqualTo("FORBIDDEN");
            }
        }
    }
}
