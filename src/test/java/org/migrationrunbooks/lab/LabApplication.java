package org.migrationrunbooks.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.migrationrunbooks.MigrationRunbooksApplication;

/** The whole application as a process of its own in the lab, spoken to over REST as scripts and people do. */
public final class LabApplication implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration CALL = Duration.ofSeconds(60);

    private final Path folder;
    private final Path configuration;
    private final int port = freePort();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Process process;

    /** Starts the application with its database in the folder, and returns when it is healthy. */
    public LabApplication(Path folder, Path configuration) {
        this.folder = folder;
        this.configuration = configuration;
        this.process = start();
    }

    private Process start() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MigrationRunbooksApplication.class.getName(),
                "--server.port=" + port,
                "--spring.config.additional-location=file:" + configuration,
                "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("runbooks") + ";WRITE_DELAY=0",
                "--runbooks.sample-runs=false",
                // Tests that cut links would have hosts evacuated.
                "--runbooks.monitor.enabled=false",
                "--runbooks.operations.power-patience=5s",
                "--runbooks.return-to-service.look-interval=1s",
                "--runbooks.definitions.interval=2s",
                "--runbooks.live-migration.stall-timeout=6s",
                "--runbooks.operations.lease=10s",
                "--runbooks.operations.lease-extension=2s"));
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("application.log").toFile()))
                    .start();
            try {
                Awaitility.await("the application is healthy, see " + folder.resolve("application.log"))
                        .atMost(START)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> !started.isAlive() || healthy());
            } catch (ConditionTimeoutException e) {
                started.destroyForcibly(); // nobody else knows it
                throw e;
            }
            if (!started.isAlive()) {
                throw new IllegalStateException("the application ended, see " + folder.resolve("application.log"));
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean healthy() {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri("/actuator/health"))
                    .timeout(CALL)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As {@code kill -9}, then starts it anew on the same database. */
    public void killAndRestart() {
        process.destroyForcibly().onExit().join();
        process = start();
    }

    /** Starts a live migration as the operator; its id. */
    public String migrate(String instance, String destination) {
        return migrate(Map.of("instance", instance, "destination", destination, "reason", "a lab test"));
    }

    /** Starts a live migration with this body as the operator; its id. */
    public String migrate(Map<String, Object> body) {
        return start("live-migration", body);
    }

    /** Starts a cold migration with this body as the operator; its id. */
    public String migrateCold(Map<String, Object> body) {
        return start("cold-migration", body);
    }

    /** Starts the evacuation of a host as soon as it is noticed that the host does not answer; its id. */
    public String evacuate(String host) {
        Map<String, Object> body = Map.of("host", host, "reason", "a lab test");
        Awaitility.await("it is noticed that %s does not answer".formatted(host))
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> status("operator", "/api/v1/plans/node-evacuation", body) == 200);
        return start("node-evacuation", body);
    }

    /** Starts the return of a host; its id. */
    public String returnToService(String host) {
        return start("return-to-service", Map.of("host", host, "reason", "a lab test"));
    }

    /** Says as this person that a host is off; the answer, of this status. */
    public JsonNode attest(String person, String id, String host, int expected) {
        return post(
                person,
                "/api/v1/runbooks/" + id + "/attestations",
                Map.of("host", host, "comment", "pulled the plug"),
                expected);
    }

    /** A host as it is listed. */
    public JsonNode host(String name) {
        return send(request("operator", "/api/v1/hosts?name=" + name).GET(), 200)
                .path("items")
                .path(0);
    }

    /** The problem with which a cold migration is refused. */
    public JsonNode refuseCold(Map<String, Object> body) {
        return post("operator", "/api/v1/runbooks/cold-migration", body, 409);
    }

    private String start(String kind, Map<String, Object> body) {
        return post("operator", "/api/v1/runbooks/" + kind, body, 202)
                .path("id")
                .asText();
    }

    /** An instance as it is listed. */
    public JsonNode instance(String name) {
        return send(request("operator", "/api/v1/instances?name=" + name).GET(), 200)
                .path("items")
                .path(0);
    }

    /** Waits until an instance is known to the application, and so is kept should its host die. */
    public void awaitListed(String name) {
        Awaitility.await(name + " is listed")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> instance(name).has("name"));
    }

    /** What stands in the audit under a code. */
    public Iterable<JsonNode> audited(String code) {
        return send(request("auditor", "/api/v1/audit?code=" + code).GET(), 200).path("items");
    }

    public JsonNode run(String id) {
        return send(request("operator", "/api/v1/runbooks/" + id).GET(), 200);
    }

    /** Waits until the run is in this state; ends at once where it has ended in another. */
    public JsonNode await(String id, String state, Duration patience) {
        List<String> ended = List.of("completed", "rolled-back", "cancelled", "rejected", "failed");
        Awaitility.await("run is " + state)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> run(id).path("state").asText(), now -> now.equals(state) || ended.contains(now));
        JsonNode run = run(id);
        if (!run.path("state").asText().equals(state)) {
            throw new AssertionError("the run should be %s: %s".formatted(state, run.toPrettyString()));
        }
        return run;
    }

    /** Waits for the plan and approves it as the approver; what was approved. */
    public JsonNode approve(String id) {
        JsonNode run = await(id, "awaiting-approval", Duration.ofMinutes(3));
        post(
                "approver",
                "/api/v1/runbooks/" + id + "/approvals",
                Map.of(
                        "decision",
                        "approve",
                        "planHash",
                        run.path("plan").path("hash").asText()),
                200);
        return run;
    }

    /** Waits until bytes have flowed, and the transfer has not ended. */
    public void awaitTransferring(String id) {
        Awaitility.await("bytes flow")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> run(id).path("attempts").findValues("processedBytes").stream()
                        .anyMatch(processed -> processed.asLong() > 20_000_000));
    }

    /** Waits until some of the disks has been copied, and they are being copied still. */
    public void awaitCopyingDisks(String id) {
        Awaitility.await("disks are copied")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    JsonNode progress = run(id).at("/attempts/0/progress");
                    return progress.path("phase").asText().equals("copying-disks")
                            && progress.path("processedBytes").asLong() > 0;
                });
    }

    public void cancel(String id) {
        post("operator", "/api/v1/runbooks/" + id + "/cancel", Map.of("reason", "changed my mind"), 202);
    }

    public void decide(String id, String decision) {
        post("operator", "/api/v1/runbooks/" + id + "/decisions", Map.of("decision", decision), 202);
    }

    private JsonNode post(String person, String path, Map<String, ?> body, int expected) {
        return send(posting(person, path, body), expected);
    }

    private HttpRequest.Builder posting(String person, String path, Map<String, ?> body) {
        return request(person, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString()));
    }

    private int status(String person, String path, Map<String, ?> body) {
        return answer(posting(person, path, body)).statusCode();
    }

    private HttpRequest.Builder request(String person, String path) {
        String login = Base64.getEncoder().encodeToString((person + ":" + person).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(uri(path)).timeout(CALL).header("Authorization", "Basic " + login);
    }

    private JsonNode send(HttpRequest.Builder request, int expected) {
        HttpResponse<String> response = answer(request);
        if (response.statusCode() != expected) {
            throw new AssertionError("%s %s: %d %s"
                    .formatted(response.request().method(), response.uri(), response.statusCode(), response.body()));
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
