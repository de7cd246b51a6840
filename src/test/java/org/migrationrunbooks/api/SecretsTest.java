package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A day with everything that has to do with secrets, then a search of everything that was written. */
@SpringBootTest(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:secrets;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "spring.datasource.password=" + SecretsTest.OF_THE_DATABASE,
            "runbooks.sample-runs=false",
            "runbooks.security.sample-users=true",
            "runbooks.security.administrator.name=boss",
            "runbooks.security.administrator.password=" + SecretsTest.OF_THE_ADMINISTRATOR,
            "runbooks.platforms[0].name=demo",
            "runbooks.platforms[0].type=simulated",
            "runbooks.platforms[0].fleet=classpath:api/failing-fleet.yaml",
            "runbooks.platforms[0].database=" + SecretsTest.SIMULATION,
            "runbooks.platforms[0].timeScale=40",
            "runbooks.operations.power-patience=1s"
        })
@AutoConfigureMockMvc
@AutoConfigureObservability(tracing = false)
@ExtendWith(OutputCaptureExtension.class)
@Import(Scripts.class)
@DirtiesContext
@DisplayName("Secrets")
class SecretsTest {

    static final String SIMULATION = "jdbc:h2:mem:secrets-platform;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";
    static final String OF_THE_DATABASE = "Sesame-0f-The-Database";
    static final String OF_THE_ADMINISTRATOR = "Sesame-0f-The-Administrator";
    private static final String OF_THE_DEVICE = "Sesame-0f-The-Device";
    private static final String MISTYPED = "Sesame-M1styped";
    private static final String CHANGED = "Sesame-Ch4nged";

    @TempDir
    static Path folder = Path.of("target");

    @Autowired
    private Scripts scripts;

    @Autowired
    private MockMvcTester mvc;

    /** An agent that fails and says aloud whatever it was told. */
    @DynamicPropertySource
    static void fencing(DynamicPropertyRegistry properties) throws IOException {
        Path agent = folder.resolve("fence_loud");
        Files.writeString(
                agent, "#!/bin/sh\ntouch %s/asked\ncat >&2\necho 'cannot log in' >&2\nexit 1\n".formatted(folder));
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("password"), OF_THE_DEVICE + "\n");
        Map.of(
                        "name", "loud-bmc",
                        "type", "fence-agent",
                        "platform", "demo",
                        "agent", agent.toString(),
                        "secret-files.password", folder.resolve("password").toString(),
                        "hosts.node-a.ip", "192.0.2.11")
                .forEach((name, value) -> properties.add("runbooks.fencing[0]." + name, () -> value));
    }

    @Test
    void areInNothingThatIsWritten(CapturedOutput log) throws SQLException {
        moveAnInstance();
        loseAHost();
        typePasswords();

        List<String> written = new ArrayList<>();
        written.add(log.getAll());
        written.add(everythingIn("jdbc:h2:mem:secrets", "sa", OF_THE_DATABASE));
        written.add(everythingIn(SIMULATION, "", ""));
        written.addAll(actuator());

        assertThat(written.get(1))
                .as("what the agent said is on record, and its secret was cut out")
                .contains("cannot log in", "[secret]");
        assertThat(written.get(1)).contains("boss", "PASSWORD_CHANGED", "LOGIN_FAILED");
        assertThat(written).allSatisfy(text -> assertThat(text.contains("Sesame"))
                .as(() -> "a secret: …"
                        + text.substring(
                                Math.max(0, text.indexOf("Sesame") - 200),
                                Math.min(text.length(), Math.max(0, text.indexOf("Sesame")) + 60)))
                .isFalse());
    }

    private void moveAnInstance() {
        String run = scripts.awaitingApproval("db-1");
        approve(run);
        scripts.awaitState(run, "completed");
    }

    private void loseAHost() {
        assertThat(scripts.post(
                        "admin", "/api/v1/platforms/demo/faults", "{\"kind\": \"HOST_CRASH\", \"host\": \"node-a\"}"))
                .hasStatus(204);
        String run = Scripts.RUNBOOKS + "/"
                + Scripts.text(
                        scripts.post(
                                "operator",
                                Scripts.RUNBOOKS + "/node-evacuation",
                                "{\"host\": \"node-a\", \"reason\": \"It is silent\"}"),
                        "$.id");
        scripts.awaitState(run, "awaiting-approval");
        approve(run);
        Awaitility.await("the device to be asked, and its failure to be on record")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.exists(folder.resolve("asked"))
                        && List.of("needs-attention", "completed")
                                .contains(Scripts.text(scripts.get("operator", run), "$.state")));
    }

    private void typePasswords() {
        assertThat(mvc.get().uri("/api/v1/hosts").with(httpBasic("approver2", MISTYPED)))
                .hasStatus(401);
        assertThat(mvc.post()
                        .uri("/api/v1/me/password")
                        .with(httpBasic("boss", OF_THE_ADMINISTRATOR))
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"present\": \"%s\", \"wanted\": \"%s\"}".formatted(OF_THE_ADMINISTRATOR, CHANGED)))
                .hasStatus(204);
        assertThat(scripts.post("operator", "/api/v1/me/password", "{\"present\": \"%s\"}".formatted(MISTYPED)))
                .hasStatus(400);
    }

    private void approve(String run) {
        assertThat(scripts.post(
                        "approver",
                        run + "/approvals",
                        "{\"decision\": \"approve\", \"planHash\": \"%s\"}".formatted(scripts.planHash(run))))
                .hasStatusOk();
    }

    /** Every endpoint that there is; those that would show the configuration are not there. */
    private List<String> actuator() {
        for (String endpoint : List.of("env", "configprops", "beans", "heapdump", "loggers", "logfile", "flyway")) {
            assertThat(scripts.get("admin", "/actuator/" + endpoint)).hasStatus(404);
        }
        Map<String, Object> links = JsonPath.read(Scripts.json(scripts.get("admin", "/actuator")), "$._links");
        assertThat(links).containsKeys("health", "info", "metrics", "prometheus");
        return links.keySet().stream()
                .map(name -> Scripts.json(scripts.get("admin", "/actuator/" + name)))
                .toList();
    }

    /** Every value of every table, also what the engine keeps as bytes: variables and history. */
    private static String everythingIn(String url, String user, String password) throws SQLException {
        StringBuilder everything = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'PUBLIC'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
                    append(rows, everything.append(table).append('\n'));
                }
            }
        }
        return everything.toString();
    }

    private static void append(ResultSet rows, StringBuilder everything) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            for (int column = 1; column <= columns; column++) {
                boolean binary = rows.getMetaData().getColumnTypeName(column).startsWith("BINARY");
                byte[] bytes = binary ? rows.getBytes(column) : null;
                everything
                        .append(bytes == null ? rows.getString(column) : new String(bytes, StandardCharsets.ISO_8859_1))
                        .append(' ');
            }
            everything.append('\n');
        }
    }
}
