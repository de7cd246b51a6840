package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@DisplayName("The fleet")
class FleetTest {

    private static final String FAULTS = "/api/v1/platforms/demo/faults";

    @Autowired
    private Scripts scripts;

    @Test
    void listsHostsWithCapacityAndUse() {
        MvcTestResult hosts = scripts.get("auditor", "/api/v1/hosts?name=node-full");

        assertThat(Scripts.text(hosts, "$.total")).isEqualTo("1");
        assertThat(Scripts.text(hosts, "$.items[0].platform")).isEqualTo("demo");
        assertThat(Scripts.text(hosts, "$.items[0].state")).isEqualTo("up");
        assertThat(Scripts.text(hosts, "$.items[0].capacity.memoryBytes")).isEqualTo(String.valueOf(8L << 30));
        assertThat(Scripts.text(hosts, "$.items[0].capacity.linkBytesPerSecond"))
                .isEqualTo("1250000000");
        assertThat(Scripts.text(hosts, "$.items[0].use.memoryBytes")).isEqualTo(String.valueOf(7L << 30));
        assertThat(Scripts.text(hosts, "$.items[0].use.instances")).isEqualTo("1");
        assertThat(names("/api/v1/hosts?state=disabled")).containsExactly("node-disabled");
    }

    @Test
    void listsInstancesByPage() {
        assertThat(names("/api/v1/instances?host=node-full&platform=demo")).containsExactly("filler");
        assertThat(names("/api/v1/instances?state=stopped")).containsExactly("stopped");
        List<String> all = names("/api/v1/instances?size=500");
        assertThat(all).isSorted().contains("web-1", "own-care");
        assertThat(names("/api/v1/instances?size=2&page=1")).isEqualTo(all.subList(2, 4));
        MvcTestResult one = scripts.get("auditor", "/api/v1/instances?name=web-1");
        assertThat(Scripts.text(one, "$.items[0].memoryBytes")).isEqualTo(String.valueOf(2L << 30));
        assertThat(Scripts.text(one, "$.items[0].maxDowntimeMillis")).isEqualTo("500");
        assertThat(Scripts.text(one, "$.items[0].volumes[0].sizeBytes")).isEqualTo(String.valueOf(20L << 30));
    }

    @Test
    void saysWhichPlatformsCanBeUsed() {
        MvcTestResult platforms = scripts.get("operator", "/api/v1/platforms");

        assertThat(Scripts.text(platforms, "$.items[0].name")).isEqualTo("demo");
        assertThat(Scripts.text(platforms, "$.items[0].usable")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/hosts?platform=moon", "/api/v1/instances?platform=moon"})
    void ofAnUnknownPlatformIsNotEmptyButAProblem(String path) {
        MvcTestResult answer = scripts.get("operator", path);

        assertThat(answer).hasStatus(404);
        assertThat(Scripts.text(answer, "$.code")).isEqualTo("PLATFORM_UNKNOWN");
    }

    @Test
    void failsOnRequestAndSaysSoInAuditAndLedger() {
        try {
            assertThat(scripts.post("admin", FAULTS, "{\"kind\": \"FENCING_FAILS\", \"host\": \"node-y\"}"))
                    .hasStatus(204);
        } finally {
            assertThat(scripts.send("admin", HttpMethod.DELETE, FAULTS)).hasStatus(204);
        }

        MvcTestResult ledger = scripts.get("auditor", "/api/v1/platforms/demo/ledger?size=500");
        assertThat(JsonPath.<List<String>>read(Scripts.json(ledger), "$.items[*].event"))
                .contains("FAULT_INJECTED", "FAULTS_CLEARED");
        MvcTestResult audit = scripts.get("auditor", "/api/v1/audit?code=FAULT_INJECTED&actor=admin");
        assertThat(Scripts.text(audit, "$.items[0].details.fault")).isEqualTo("none");
        String entry = "/api/v1/audit/" + Scripts.text(audit, "$.items[1].id");
        assertThat(Scripts.text(scripts.get("auditor", entry), "$.details.fault"))
                .contains("FENCING_FAILS", "node-y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\": \"HOST_CRASH\"}                                       | needs a host",
                "{\"kind\": \"HOST_CRASH\", \"host\": \"node-z\"}                 | node-z",
                "{\"kind\": \"TRANSFER_FAILS\", \"share\": 2}                     | share",
                "{\"kind\": \"EARTHQUAKE\"}                                       | HOST_CRASH",
                "{\"host\": \"node-y\"}                                           | kind"
            })
    void failsOnlyInWaysThatItKnows(String fault, String named) {
        MvcTestResult answer = scripts.post("admin", FAULTS, fault);

        assertThat(answer).hasStatus(400);
        assertThat(Scripts.text(answer, "$.code")).isEqualTo("VALUE_INVALID");
        assertThat(Scripts.text(answer, "$.detail")).contains(named);
    }

    @Test
    void isSilentWhenItsPlatformIsAndSaysSo() {
        assertThat(scripts.post("admin", FAULTS, "{\"kind\": \"SLOW_ANSWERS\", \"delay\": \"PT10M\"}"))
                .hasStatus(204);
        try {
            MvcTestResult one = scripts.get("operator", "/api/v1/hosts?platform=demo");
            assertThat(one).hasStatus(503);
            assertThat(Scripts.text(one, "$.code")).isEqualTo("PLATFORM_UNREACHABLE");
            MvcTestResult all = scripts.get("operator", "/api/v1/hosts");
            assertThat(all).hasStatusOk();
            assertThat(Scripts.text(all, "$.unreachable[0]")).isEqualTo("demo");
            MvcTestResult start = scripts.post("operator", Scripts.START, Scripts.body("web-2"));
            assertThat(start).hasStatus(503);
            assertThat(Scripts.text(start, "$.state")).isEqualTo("Nothing was changed.");
        } finally {
            assertThat(scripts.send("admin", HttpMethod.DELETE, FAULTS)).hasStatus(204);
        }
    }

    private List<String> names(String path) {
        return JsonPath.read(Scripts.json(scripts.get("auditor", path)), "$.items[*].name");
    }
}
