package org.migrationrunbooks.browser;

import com.jayway.jsonpath.JsonPath;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What scripts of sample users do by REST, beside the people in front of browsers. */
final class Scripts {

    static final String RUNBOOKS = "/api/v1/runbooks";

    private final TestRestTemplate rest;

    Scripts(TestRestTemplate rest) {
        this.rest = rest;
    }

    String get(String person, String path) {
        return String.valueOf(rest.withBasicAuth(person, person).getForObject(path, String.class));
    }

    String post(String person, String path, String body) {
        HttpHeaders json = new HttpHeaders();
        json.setContentType(MediaType.APPLICATION_JSON);
        return String.valueOf(
                rest.withBasicAuth(person, person).postForObject(path, new HttpEntity<>(body, json), String.class));
    }

    /** A live migration that the operator has asked for and that waits for its approval; its id. */
    String waiting(String instance) {
        return waiting("live-migration", instance);
    }

    /** A run of this kind that the operator has asked for and that waits for its approval; its id. */
    String waiting(String kind, String instance) {
        String started = post(
                "operator",
                RUNBOOKS + "/" + kind,
                "{\"instance\": \"%s\", \"reason\": \"Rack work\"}".formatted(instance));
        String run = JsonPath.read(started, "$.id");
        await("awaiting-approval", "operator", RUNBOOKS + "/" + run);
        return run;
    }

    /** The approver agrees to the plan that the run has now. */
    void approve(String run) {
        String path = RUNBOOKS + "/" + run;
        post("approver", path + "/approvals", "{\"decision\": \"approve\", \"planHash\": \"%s\"}".formatted(hash(run)));
    }

    /** The hash of the plan that the run has now. */
    String hash(String run) {
        return JsonPath.read(get("operator", RUNBOOKS + "/" + run), "$.plan.hash");
    }

    void await(String state, String person, String path) {
        Awaitility.await(path + " to be " + state)
                .atMost(Duration.ofSeconds(60))
                .until(() -> JsonPath.<String>read(get(person, path), "$.state"), state::equals);
    }
}
