package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What scripts see of hosts that fail while the host monitor looks, from the crash to the last rebuilt instance. */
@SpringBootTest(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:failed-host;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.sample-runs=false",
            "runbooks.security.sample-users=true",
            "runbooks.platforms[0].name=demo",
            "runbooks.platforms[0].type=simulated",
            "runbooks.platforms[0].fleet=classpath:api/failing-fleet.yaml",
            "runbooks.platforms[0].database=jdbc:h2:mem:failed-host-platform;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "runbooks.platforms[0].timeScale=40",
            "runbooks.operations.power-patience=1s",
            "runbooks.monitor.enabled=true",
            "runbooks.monitor.interval=100ms",
            "runbooks.monitor.silent-for=1s"
        })
@AutoConfigureMockMvc
@Import(Scripts.class)
@DirtiesContext
@DisplayName("A host that fails")
class FailedHostOverHttpTest {

    private static final String MONITOR = "/api/v1/monitor";

    @Autowired
    private Scripts scripts;

    @AfterEach
    void mend() {
        assertThat(scripts.send("admin", HttpMethod.DELETE, "/api/v1/platforms/demo/faults"))
                .hasStatus(204);
    }

    @Test
    void isRaisedByTheMonitorApprovedByAPersonAndItsInstancesAreRebuilt() {
        awaitVerdict("node-a", "well");
        fault("HOST_CRASH", "node-a");

        awaitVerdict("node-a", "raised");
        String run = monitored("node-a", "links.runbook");
        scripts.awaitState(run, "awaiting-approval");
        MvcTestResult waiting = scripts.get("operator", run);
        assertThat(Scripts.text(waiting, "$.kind")).isEqualTo("node-evacuation");
        assertThat(Scripts.text(waiting, "$.host")).isEqualTo("node-a");
        assertThat(Scripts.text(waiting, "$.requester")).isEqualTo("host-monitor");
        assertThat(Scripts.text(waiting, "$.reason")).contains("hypervisor silent", "network silent");
        assertThat(JsonPath.<List<String>>read(Scripts.json(waiting), "$.plan.dispositions[*].kind"))
                .containsExactly("rebuild", "rebuild");
        assertThat(powerOffsAsked())
                .as("nothing is fenced before somebody approves")
                .isZero();

        approve(run);

        scripts.awaitState(run, "completed");
        for (String instance : List.of("web-1", "web-2")) {
            MvcTestResult found = scripts.get("operator", "/api/v1/instances?name=" + instance);
            assertThat(Scripts.text(found, "$.items[0].host")).isNotEqualTo("node-a");
            assertThat(Scripts.text(found, "$.items[0].state")).isEqualTo("running");
        }
        assertThat(powerOffsAsked()).isEqualTo(1);
        MvcTestResult host = scripts.get("operator", "/api/v1/hosts?name=node-a");
        assertThat(Scripts.text(host, "$.items[0].state")).isEqualTo("quarantined");
        awaitVerdict("node-a", "left-alone");
        String evacuations = Scripts.json(scripts.get("operator", Scripts.RUNBOOKS + "?kind=node-evacuation"));
        assertThat(JsonPath.<List<String>>read(evacuations, "$.items[?(@.host == 'node-a')].id"))
                .as("one outage has one run")
                .hasSize(1);
    }

    @Test
    void isNotFencedThoughApprovedWhereOthersFallSilentMeanwhile() {
        awaitVerdict("node-b", "well");
        fault("HOST_ISOLATED", "node-b");
        awaitVerdict("node-b", "raised");
        String run = monitored("node-b", "links.runbook");
        scripts.awaitState(run, "awaiting-approval");
        long asked = powerOffsAsked();

        fault("HOST_ISOLATED", "node-c");
        fault("HOST_ISOLATED", "node-d");
        awaitVerdict("node-c", "storm");
        assertThat(monitored("node-c", "why")).contains("our own network is the suspect");
        approve(run);

        Awaitility.await("the fencing to be refused")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> Scripts.text(scripts.get("operator", run), "$.attempts[*].outcome"),
                        outcomes -> outcomes.contains("Storm:"));
        assertThat(powerOffsAsked()).isEqualTo(asked);
        assertThat(JsonPath.<List<String>>read(Scripts.json(scripts.get("operator", MONITOR)), "$.storms[0].hosts"))
                .containsExactly("node-b", "node-c", "node-d");
        assertThat(Scripts.text(scripts.get("auditor", "/api/v1/audit?code=HOST_STORM_BEGAN"), "$.total"))
                .isEqualTo("1");
        MvcTestResult instance = scripts.get("operator", "/api/v1/instances?name=db-1");
        assertThat(Scripts.text(instance, "$.items[0].host")).isEqualTo("node-b");
    }

    private void fault(String kind, String host) {
        assertThat(scripts.post(
                        "admin",
                        "/api/v1/platforms/demo/faults",
                        "{\"kind\": \"%s\", \"host\": \"%s\"}".formatted(kind, host)))
                .hasStatus(204);
    }

    private void approve(String run) {
        assertThat(scripts.post(
                        "approver",
                        run + "/approvals",
                        "{\"decision\": \"approve\", \"planHash\": \"%s\"}".formatted(scripts.planHash(run))))
                .hasStatusOk();
    }

    private long powerOffsAsked() {
        String ledger = Scripts.json(scripts.get("auditor", "/api/v1/platforms/demo/ledger?size=200"));
        return JsonPath.<List<String>>read(ledger, "$.items[*].event").stream()
                .filter("POWER_OFF_ASKED"::equals)
                .count();
    }

    private void awaitVerdict(String host, String verdict) {
        Awaitility.await(host + " to be " + verdict)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> monitored(host, "verdict"), verdict::equals);
    }

    /** What the monitor says of a host; nothing before its first look. */
    private String monitored(String host, String property) {
        List<@Nullable Object> found = JsonPath.read(
                Scripts.json(scripts.get("operator", MONITOR)),
                "$.hosts[?(@.name == '%s')].%s".formatted(host, property));
        return found.isEmpty() ? "" : String.valueOf(found.get(0));
    }
}
