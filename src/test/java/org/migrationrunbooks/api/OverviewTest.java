package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@DisplayName("The overview")
class OverviewTest {

    private static final String OVERVIEW = "/api/v1/overview";

    @Autowired
    private Scripts scripts;

    @Test
    void showsARunWhileItLivesAndCountsItAfterwards() {
        String run = scripts.awaitingApproval("web-5");
        String id = run.substring(Scripts.RUNBOOKS.length() + 1);

        MvcTestResult waiting = scripts.get("auditor", OVERVIEW);

        assertThat(live(waiting, id)).singleElement().satisfies(live -> {
            assertThat(live).doesNotContainKey("attempt");
            assertThat(String.valueOf(live.get("run"))).contains("awaiting-approval", "web-5");
        });
        assertThat(count(waiting, "awaiting-approval")).isPositive();
        int cancelledBefore = count(waiting, "cancelled");

        scripts.post("operator", run + "/cancel", "{}");
        scripts.awaitState(run, "cancelled");

        MvcTestResult over = scripts.get("auditor", OVERVIEW);
        assertThat(live(over, id)).isEmpty();
        assertThat(count(over, "cancelled")).isEqualTo(cancelledBefore + 1);
    }

    @Test
    void tellsHowTheBrakeIs() {
        assertThat(Scripts.text(scripts.get("operator", OVERVIEW), "$.brake.engaged"))
                .isIn("true", "false");
    }

    @Test
    void aRunHasTheModelThatItFollows() {
        String run = scripts.awaitingApproval("web-6");
        try {
            MvcTestResult model = scripts.get("auditor", run + "/model");

            assertThat(model).hasStatus(200);
            assertThat(Scripts.json(model)).contains("<process id=\"live-migration\"", "bpmndi:BPMNDiagram");
        } finally {
            scripts.post("operator", run + "/cancel", "{}");
            scripts.awaitState(run, "cancelled");
        }
    }

    @Test
    void noRunHasNoModel() {
        MvcTestResult answer = scripts.get("auditor", Scripts.RUNBOOKS + "/0a0a0a0a-0000-4000-8000-000000000000/model");

        assertThat(answer).hasStatus(404);
        assertThat(Scripts.text(answer, "$.code")).isEqualTo("RUNBOOK_UNKNOWN");
    }

    @Test
    void everybodyLearnsWhoTheyAre() {
        assertThat(Scripts.json(scripts.get("approver", "/api/v1/me")))
                .isEqualTo("{\"name\":\"approver\",\"roles\":[\"approvers\"]}");
    }

    @Test
    void instancesAndHostsAreFoundByAPartOfTheirName() {
        List<String> instances =
                JsonPath.read(Scripts.json(scripts.get("auditor", "/api/v1/instances?search=eb-")), "$.items[*].name");
        List<String> hosts =
                JsonPath.read(Scripts.json(scripts.get("auditor", "/api/v1/hosts?search=dis")), "$.items[*].name");

        assertThat(instances).contains("web-1", "web-2").allMatch(name -> name.contains("eb-"));
        assertThat(hosts).containsExactly("node-disabled");
    }

    private static List<Map<String, Object>> live(MvcTestResult answer, String id) {
        return JsonPath.read(Scripts.json(answer), "$.live[?(@.run.id == '%s')]".formatted(id));
    }

    private static int count(MvcTestResult answer, String state) {
        Map<String, Integer> counts = JsonPath.read(Scripts.json(answer), "$.counts");
        return counts.getOrDefault(state, 0);
    }
}
