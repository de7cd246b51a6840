package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@ApiTest
@DisplayName("Roles")
class RolesTest {

    private static final List<String> ROLES =
            List.of("operators", "approvers", "auditors", "administrators", "monitoring");

    /**
     * Every mapping, who may call it, and a body that is read, so that nothing else than the role is the reason of a refusal. Names
     * of things are those of none: whoever may call learns that there is no such thing.
     */
    private static final String TABLE =
            """
            call                                        | oper appr audi admi moni | body
            GET    /api/v1/hosts                        |  x    x    x    x    -   |
            GET    /api/v1/instances                    |  x    x    x    x    -   |
            GET    /api/v1/platforms                    |  x    x    x    x    -   |
            GET    /api/v1/platforms/{platform}/ledger  |  -    -    x    x    -   |
            POST   /api/v1/platforms/{platform}/faults  |  -    -    -    x    -   | {"kind": "HOST_CRASH", "host": "none"}
            DELETE /api/v1/platforms/{platform}/faults  |  -    -    -    x    -   |
            GET    /api/v1/monitor                      |  x    x    x    x    -   |
            GET    /api/v1/brake                        |  x    x    x    x    -   |
            PUT    /api/v1/brake                        |  x    -    -    x    -   | {"engaged": false, "reason": "It is not"}
            POST   /api/v1/plans/{kind}                 |  x    x    -    x    -   | {"instance": "none", "reason": "Trying"}
            GET    /api/v1/runbooks                     |  x    x    x    x    -   |
            POST   /api/v1/runbooks/{kind}              |  x    -    -    x    -   | {"instance": "none", "reason": "Trying"}
            GET    /api/v1/runbooks/{id}                |  x    x    x    x    -   |
            GET    /api/v1/runbooks/{id}/events         |  x    x    x    x    -   |
            POST   /api/v1/runbooks/{id}/approvals      |  -    x    -    -    -   | {"decision": "approve", "planHash": "HASH"}
            GET    /api/v1/runbooks/{id}/approvers      |  -    x    -    -    -   |
            PUT    /api/v1/runbooks/{id}/assignee       |  -    x    -    -    -   | {"person": "none"}
            DELETE /api/v1/runbooks/{id}/assignee       |  -    x    -    -    -   |
            POST   /api/v1/runbooks/{id}/break-glass    |  x    -    -    x    -   | {"planHash": "HASH", "reason": "It burns"}
            POST   /api/v1/runbooks/{id}/attestations   |  x    x    -    x    -   | {"host": "none"}
            POST   /api/v1/runbooks/{id}/cancel         |  x    -    -    x    -   | {}
            POST   /api/v1/runbooks/{id}/retry          |  x    -    -    x    -   | {}
            POST   /api/v1/runbooks/{id}/decisions      |  x    -    -    x    -   | {"decision": "retry"}
            GET    /api/v1/runbooks/{id}/model          |  x    x    x    x    -   |
            GET    /api/v1/overview                     |  x    x    x    x    -   |
            GET    /api/v1/overview/events              |  x    x    x    x    -   |
            GET    /api/v1/reviews                      |  -    -    x    x    -   |
            GET    /api/v1/reviews/{id}                 |  -    -    x    x    -   |
            POST   /api/v1/reviews/{id}/sign-offs       |  -    -    x    -    -   | {"verdict": "accepted"}
            GET    /api/v1/reviews/{id}/export          |  -    -    x    x    -   |
            GET    /api/v1/reviews/{id}/export.csv      |  -    -    x    x    -   |
            GET    /api/v1/audit                        |  -    -    x    x    -   |
            GET    /api/v1/audit/{id}                   |  -    -    x    x    -   |
            GET    /api/v1/audit/verification           |  -    -    x    x    -   |
            GET    /api/v1/me                           |  x    x    x    x    -   |
            POST   /api/v1/me/password                  |  x    x    x    x    x   | {"present": "none", "wanted": "none"}
            """
                    .replace("HASH", "0".repeat(64));

    @Autowired
    private MockMvcTester mvc;

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void mayDoWhatTheTableSaysAndNothingElse(Row row) {
        assertThat(ROLES.stream().filter(role -> isLetThrough(role, row))).isEqualTo(row.allowed());
    }

    @Test
    void areSaidForEveryMappingThatThereIs(
            @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        Set<String> served = mappings.getHandlerMethods().entrySet().stream()
                .filter(mapping -> !mapping.getValue().getBeanType().equals(FailingController.class))
                .map(mapping -> mapping.getKey())
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .flatMap(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + path)))
                .collect(Collectors.toSet());

        assertThat(table().map(row -> row.method() + " " + row.path())).containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void thatAreNoneOfOursOpenNothing() {
        assertThat(table().filter(row -> !row.path().equals("/api/v1/me/password"))
                        .filter(row -> isLetThrough("football", row)))
                .isEmpty();
    }

    private boolean isLetThrough(String role, Row row) {
        MvcTestResult answer = mvc.method(row.method())
                .uri(row.target())
                .with(user("somebody").roles(role))
                .contentType(MediaType.APPLICATION_JSON)
                // A stream that is let through is not to be had as JSON, so that none stays open.
                .accept(row.path().endsWith("/events") ? MediaType.APPLICATION_JSON : MediaType.ALL)
                .content(row.body())
                .exchange();
        int status = answer.getResponse().getStatus();
        assertThat(status).as("%s as %s", row, role).isNotIn(400, 401, 405, 415, 500);
        return status != 403 || !Scripts.text(answer, "$.code").equals("FORBIDDEN");
    }

    static Stream<Row> table() {
        return TABLE.lines().skip(1).map(Row::of);
    }

    /** A line of the table. */
    record Row(HttpMethod method, String path, List<String> allowed, String body) {

        static Row of(String line) {
            String[] columns =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
            String[] call = columns[0].split(" +", -1);
            String[] marks = columns[1].split(" +", -1);
            assertThat(marks).as(line).hasSameSizeAs(ROLES);
            return new Row(
                    HttpMethod.valueOf(call[0]),
                    call[1],
                    ROLES.stream()
                            .filter(role -> marks[ROLES.indexOf(role)].equals("x"))
                            .toList(),
                    columns[2]);
        }

        String target() {
            return path.replace("{kind}", "live-migration")
                    .replace("{platform}", "none")
                    .replace("{id}", path.contains("/audit/") ? "987654321" : "0a0a0a0a-0000-4000-8000-000000000000");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
