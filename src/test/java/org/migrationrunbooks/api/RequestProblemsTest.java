package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@ExtendWith(OutputCaptureExtension.class)
@DisplayName("A request that nobody can take")
class RequestProblemsTest {

    @Autowired
    private Scripts scripts;

    @Autowired
    private MockMvcTester mvc;

    @Test
    void toAnUnknownPathIsAProblem() {
        refused(scripts.get("operator", "/api/v1/runboks"), 404, "PATH_UNKNOWN", "/api/v1/runboks");
    }

    @Test
    void withAMisspeltFilterIsNotAnsweredByEverything() {
        refused(scripts.get("operator", "/api/v1/runbooks?sate=failed"), 400, "PARAMETER_UNKNOWN", "state");
    }

    @Test
    void byAWrongMethodNamesTheRightOnes() {
        refused(scripts.send("admin", HttpMethod.DELETE, "/api/v1/runbooks"), 405, "METHOD_NOT_ALLOWED", "GET");
    }

    @Test
    void ofAnotherMediaTypeNamesTheRightOnes() {
        MvcTestResult answer = mvc.post()
                .uri(Scripts.START)
                .with(httpBasic("operator", "operator"))
                .contentType(MediaType.APPLICATION_XML)
                .content("<start/>")
                .exchange();

        refused(answer, 415, "MEDIA_TYPE_UNSUPPORTED", "application/json");
    }

    @Test
    void forAnAnswerThatIsNotToBeHadNamesThoseThatAre() {
        MvcTestResult answer = mvc.get()
                .uri("/api/v1/hosts")
                .with(httpBasic("operator", "operator"))
                .accept(MediaType.IMAGE_PNG)
                .exchange();

        refused(answer, 406, "NOT_ACCEPTABLE", "application/json");
    }

    @Test
    void isRefusedAsAProblemAlsoToBrowsers() {
        MvcTestResult answer = mvc.get()
                .uri("/api/v1/runbooks/no-id")
                .with(httpBasic("operator", "operator"))
                .accept(MediaType.TEXT_HTML)
                .exchange();

        refused(answer, 404, "RUNBOOK_UNKNOWN", "no-id");
    }

    @Test
    void sinceWeAreAtFaultGivesAnIdForTheLogAndNothingElse(CapturedOutput output) {
        MvcTestResult answer = scripts.get("operator", FailingController.PATH);

        refused(answer, 500, "INTERNAL_ERROR", "log");
        assertThat(Scripts.json(answer)).doesNotContain(FailingController.SECRET);
        assertThat(output).contains(Scripts.text(answer, "$.errorId"), FailingController.SECRET);
    }

    @Test
    void thatTheContainerRefusesIsAProblemToo(@Autowired TestRestTemplate http) {
        ResponseEntity<String> answer =
                http.withBasicAuth("operator", "operator").getForEntity("/api/v1//runbooks;x=1", String.class);

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer.getBody()).contains("urn:migration-runbooks:problem:bad-request", "\"next\"");
    }

    private static void refused(MvcTestResult answer, int status, String code, String named) {
        assertThat(answer).hasStatus(status);
        assertThat(answer).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(Scripts.text(answer, "$.code")).isEqualTo(code);
        assertThat(Scripts.json(answer)).contains(named);
        assertThat(Scripts.text(answer, "$.state")).isNotBlank();
        assertThat(Scripts.text(answer, "$.next")).isNotBlank();
    }
}
