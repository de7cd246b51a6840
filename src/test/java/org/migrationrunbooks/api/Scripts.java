package org.migrationrunbooks.api;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.jayway.jsonpath.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What the scripts of operators, approvers and auditors send. */
final class Scripts {

    static final String RUNBOOKS = "/api/v1/runbooks";
    static final String START = RUNBOOKS + "/live-migration";

    private final MockMvcTester mvc;

    Scripts(MockMvcTester mvc) {
        this.mvc = mvc;
    }

    MvcTestResult get(String person, String path) {
        return mvc.get().uri(path).with(httpBasic(person, person)).exchange();
    }

    MvcTestResult post(String person, String path, String body) {
        return post(person, path, body, null);
    }

    MvcTestResult post(String person, String path, String body, @Nullable String idempotencyKey) {
        MockMvcTester.MockMvcRequestBuilder request = mvc.post()
                .uri(path)
                .with(httpBasic(person, person))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body);
        return (idempotencyKey == null ? request : request.header("Idempotency-Key", idempotencyKey)).exchange();
    }

    MvcTestResult put(String person, String path, String body) {
        return mvc.put()
                .uri(path)
                .with(httpBasic(person, person))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    MvcTestResult send(String person, HttpMethod method, String path) {
        return mvc.method(method).uri(path).with(httpBasic(person, person)).exchange();
    }

    /** Of a browser in which the person has logged in. */
    MockHttpSession session(String person) {
        MvcTestResult answer = mvc.post()
                .uri("/login")
                .with(csrf())
                .param("username", person)
                .param("password", person)
                .exchange();
        return (MockHttpSession) Objects.requireNonNull(answer.getRequest().getSession());
    }

    MvcTestResult anonymous(HttpMethod method, String path) {
        return mvc.method(method).uri(path).exchange();
    }

    /** Starts a migration of the instance that asks for approval, and gives its path once it waits for it. */
    String awaitingApproval(String instance) {
        String path = RUNBOOKS + "/" + text(post("operator", START, body(instance)), "$.id");
        awaitState(path, "awaiting-approval");
        return path;
    }

    void awaitState(String run, String state) {
        Awaitility.await(run + " to be " + state)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> text(get("operator", run), "$.state"), state::equals);
    }

    String planHash(String run) {
        return text(get("operator", run), "$.plan.hash");
    }

    static String body(String instance) {
        return "{\"instance\": \"%s\", \"reason\": \"Kernel update of the host\"}".formatted(instance);
    }

    static String body(String instance, String destination) {
        return "{\"instance\": \"%s\", \"destination\": \"%s\", \"reason\": \"Kernel update of the host\"}"
                .formatted(instance, destination);
    }

    static String text(MvcTestResult result, String path) {
        return String.valueOf(JsonPath.<@Nullable Object>read(json(result), path));
    }

    static String json(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }
}
