package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.testing.RecordedAudit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Bearer tokens, of people whom the engine's own list of users does not know. */
@SecurityTest
class TokenLoginTest {

    @LocalServerPort
    private int port;

    @Autowired
    private RecordedAudit.Recorder audit;

    @ParameterizedTest
    @CsvSource({
        "olga.operators, POST, /api/v1/runbooks/live-migration, 404",
        "axel.auditors,  POST, /api/v1/runbooks/live-migration, 403",
        "olga.operators, GET,  /engine-rest/process-definition/count, 200",
        "prom.monitoring, GET, /engine-rest/process-definition/count, 403",
        "fritz.football, GET,  /api/v1/hosts, 403"
    })
    void carryTheRolesOfTheirGroups(String token, String method, String path, int status) {
        assertThat(bearer(token).send(method, path, "").statusCode()).isEqualTo(status);
    }

    @Test
    void areRefusedWhereTheIssuerIsUnknownAndAuditedWithoutTheToken() {
        audit.clear();

        HttpResponse<String> answer = bearer("forged-secret").get("/api/v1/hosts");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"code\":\"UNAUTHORIZED\"");
        assertThat(audit.events(AuditCode.LOGIN_FAILED)).singleElement().satisfies(event -> assertThat(event.toString())
                .doesNotContain("forged-secret"));
    }

    private Caller bearer(String token) {
        return Caller.anonymous(port).with("Authorization", "Bearer " + token);
    }
}
