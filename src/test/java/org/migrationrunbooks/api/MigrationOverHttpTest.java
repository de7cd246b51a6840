package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The three commands of the README, and the stream that a fourth would watch, over a real connection. */
@ApiTest
@DisplayName("A live migration over HTTP")
class MigrationOverHttpTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void isStartedApprovedAndShownCompletedWithItsForecastBesideTheMeasurement() throws Exception {
        HttpResponse<String> started = send(post(
                "operator",
                "/api/v1/runbooks/live-migration",
                "{\"instance\": \"web-1\", \"reason\": \"Kernel update of node-a\"}"));
        assertThat(started.statusCode()).isEqualTo(202);
        String run = started.headers().firstValue("Location").orElseThrow();
        assertThat(run).isEqualTo("/api/v1/runbooks/" + read(started.body(), "$.id"));
        assertThat(read(started.body(), "$.kind")).isEqualTo("live-migration");
        assertThat(read(started.body(), "$.links.self")).isEqualTo(run);
        HttpResponse<java.util.stream.Stream<String>> events =
                http.send(request("auditor", run + "/events").build(), HttpResponse.BodyHandlers.ofLines());

        awaitState(run, "awaiting-approval");
        // While it waits for a person nothing changes, and the stream says that it is still there.
        Iterator<String> coming = events.body().iterator();
        List<String> lines = new ArrayList<>();
        do {
            lines.add(coming.next());
        } while (!lines.contains(":still here"));
        String hash = read(get(run), "$.plan.hash");
        HttpResponse<String> approved = send(post(
                "approver",
                run + "/approvals",
                "{\"decision\": \"approve\", \"planHash\": \"%s\", \"comment\": \"Go\"}".formatted(hash)));
        assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
        assertThat(read(approved.body(), "$.state")).isNotEqualTo("awaiting-approval");

        awaitState(run, "completed");
        String done = get(run);
        assertThat(read(done, "$.ending.code")).isEqualTo("migrated");
        assertThat(read(done, "$.plan.moves[0].from")).isEqualTo("node-a");
        assertThat(read(done, "$.approvals[0].person")).isEqualTo("approver");
        Duration measured = Duration.parse(read(done, "$.measured.totalTime"));
        assertThat(measured)
                .isBetween(
                        Duration.parse(read(done, "$.forecast.totalTime.low")).dividedBy(2),
                        Duration.parse(read(done, "$.forecast.totalTime.high")).multipliedBy(2));
        assertThat(Duration.parse(read(done, "$.measured.downtime"))).isPositive();
        assertThat(read(done, "$.attempts[0].outcome.result")).isEqualTo("completed");
        assertThat(JsonPath.<List<String>>read(done, "$.steps[*].activity"))
                .contains("Task_ApprovePlan", "Task_TransferInstance", "Event_InstanceMigrated");
        assertThat(JsonPath.<java.util.Map<String, String>>read(done, "$.links"))
                .containsOnlyKeys("self", "events");
        assertThat(read(get("/api/v1/instances?name=web-1"), "$.items[0].host"))
                .isEqualTo(read(done, "$.measured.host"));

        coming.forEachRemaining(lines::add);
        assertThat(events.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(lines).contains("event:end");
        String last = lines.stream()
                .filter(line -> line.startsWith("data:{\"id\""))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(JsonPath.<Object>read(last.substring(5), "$")).isEqualTo(JsonPath.<Object>read(done, "$"));
    }

    @Test
    void anInstanceWithItsOwnDiskIsPlannedDryMovedColdAndThenLive() throws Exception {
        String body = "{\"instance\": \"files-1\", \"reason\": \"Kernel update of node-a\", \"allowHardStop\": true}";
        HttpResponse<String> dry = send(post("operator", "/api/v1/plans/cold-migration", body));
        assertThat(dry.statusCode()).as(dry.body()).isEqualTo(200);

        HttpResponse<String> started = send(post("operator", "/api/v1/runbooks/cold-migration", body));
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        String run = started.headers().firstValue("Location").orElseThrow();
        awaitState(run, "awaiting-approval");
        String hash = read(get(run), "$.plan.hash");
        assertThat(hash).as("what was shown dry").isEqualTo(read(dry.body(), "$.plan.hash"));
        assertThat(read(get(run), "$.plan.permissions[0]")).isEqualTo("hard-stop");
        HttpResponse<String> decided =
                send(post("operator", run + "/decisions", "{\"decision\": \"other-destination\"}"));
        assertThat(decided.statusCode()).as(decided.body()).isEqualTo(422);
        assertThat(read(decided.body(), "$.code")).isEqualTo("DECISION_UNKNOWN");
        send(post("approver", run + "/approvals", "{\"decision\": \"approve\", \"planHash\": \"%s\"}".formatted(hash)));

        awaitState(run, "completed");
        String done = get(run);
        assertThat(JsonPath.<List<String>>read(done, "$.attempts[*].task"))
                .containsExactly("stop", "relocate", "boot", "release-source");
        assertThat(read(done, "$.measured.host")).isEqualTo(read(done, "$.plan.moves[0].to"));
        assertThat(Duration.parse(read(done, "$.measured.downtime"))).isPositive();
        assertThat(read(get("/api/v1/instances?name=files-1"), "$.items[0].host"))
                .isEqualTo(read(done, "$.measured.host"));
        movesLiveWithItsDisk("files-1");
    }

    private void movesLiveWithItsDisk(String instance) throws IOException, InterruptedException {
        String body = "{\"instance\": \"%s\", \"reason\": \"and back\"}".formatted(instance);
        HttpResponse<String> dry = send(post("operator", "/api/v1/plans/live-migration", body));
        assertThat(dry.statusCode()).as(dry.body()).isEqualTo(200);
        assertThat(read(dry.body(), "$.plan.moves[0].strategy")).isEqualTo("live+disks");

        HttpResponse<String> started = send(post("operator", "/api/v1/runbooks/live-migration", body));
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        String run = started.headers().firstValue("Location").orElseThrow();
        awaitState(run, "awaiting-approval");
        String hash = read(get(run), "$.plan.hash");
        send(post("approver", run + "/approvals", "{\"decision\": \"approve\", \"planHash\": \"%s\"}".formatted(hash)));
        awaitState(run, "completed");

        String done = get(run);
        assertThat(read(done, "$.attempts[0].progress.disks.totalBytes")).isEqualTo(Long.toString(4L << 30));
        assertThat(read(done, "$.attempts[0].progress.memory.totalBytes")).isEqualTo(Long.toString(2L << 30));
        assertThat(read(done, "$.attempts[0].progress.totalBytes")).isEqualTo(Long.toString(6L << 30));
    }

    private void awaitState(String run, String state) {
        Awaitility.await(run + " to be " + state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> read(get(run), "$.state"), state::equals);
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request("operator", path));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder post(String person, String path, String body) {
        return request(person, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder request(String person, String path) {
        String login = Base64.getEncoder().encodeToString((person + ":" + person).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + login);
    }

    private static String read(String json, String path) {
        return String.valueOf(JsonPath.<@Nullable Object>read(json, path));
    }
}
