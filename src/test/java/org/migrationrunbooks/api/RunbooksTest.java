package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@DisplayName("Runs")
class RunbooksTest {

    @Autowired
    private Scripts scripts;

    @Test
    void theSameRequestUnderTheSameKeyFindsTheFirstRun() {
        MvcTestResult first = scripts.post("operator", Scripts.START, Scripts.body("web-6"), "key-of-web-6");
        MvcTestResult second = scripts.post("operator", Scripts.START, Scripts.body("web-6"), "key-of-web-6");

        assertThat(first).hasStatus(202).doesNotContainHeader("Idempotency-Replayed");
        assertThat(second).hasStatus(202).hasHeader("Idempotency-Replayed", "true");
        assertThat(Scripts.text(second, "$.id")).isEqualTo(Scripts.text(first, "$.id"));
        assertThat(second.getResponse().getHeader("Location"))
                .isEqualTo(Scripts.RUNBOOKS + "/" + Scripts.text(first, "$.id"));
        end(Scripts.RUNBOOKS + "/" + Scripts.text(first, "$.id"));
    }

    @Test
    void areCancelledWhileTheyWaitForTheirApproval() {
        String run = scripts.awaitingApproval("web-2");
        assertThat(Scripts.text(scripts.get("auditor", run), "$.links.approvals"))
                .isEqualTo(run + "/approvals");

        MvcTestResult cancelled = scripts.post("operator2", run + "/cancel", "{\"reason\": \"Not today\"}");

        assertThat(cancelled).hasStatus(202);
        assertThat(Scripts.text(cancelled, "$.cancelRequested")).isEqualTo("true");
        scripts.awaitState(run, "cancelled");
        MvcTestResult ended = scripts.get("auditor", run);
        assertThat(Scripts.text(ended, "$.cancellation.requestedBy")).isEqualTo("operator2");
        assertThat(Scripts.text(ended, "$.ending.code")).isEqualTo("cancelled");
        MvcTestResult again = scripts.post("operator2", run + "/cancel", "{}");
        assertThat(again).hasStatus(409);
        assertThat(Scripts.text(again, "$.code")).isEqualTo("ALREADY_ENDED");
    }

    @Test
    void areCancelledAlsoWhenThatIsAskedBeforeTheyWaitForAnything() {
        MvcTestResult started = scripts.post("operator", Scripts.START, Scripts.body("web-2"));
        String run = Scripts.RUNBOOKS + "/" + Scripts.text(started, "$.id");

        assertThat(scripts.post("operator", run + "/cancel", "{\"reason\": \"Wrong instance\"}"))
                .hasStatus(202);

        scripts.awaitState(run, "cancelled");
    }

    @Test
    void areDecidedByOneOfTwoWhoAnswerAtTheSameMoment() {
        String run = scripts.awaitingApproval("web-2");
        String body = "{\"decision\": \"reject\", \"planHash\": \"%s\"}".formatted(scripts.planHash(run));

        List<MvcTestResult> answers = Stream.of("approver", "approver2", "approver", "approver2")
                .map(person -> CompletableFuture.supplyAsync(() -> scripts.post(person, run + "/approvals", body)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers)
                .extracting(answer -> answer.getResponse().getStatus())
                .containsOnlyOnce(200);
        assertThat(answers)
                .filteredOn(answer -> answer.getResponse().getStatus() != 200)
                .allSatisfy(answer ->
                        assertThat(Scripts.text(answer, "$.code")).isIn("NOTHING_TO_DECIDE", "ALREADY_DECIDED"));
        scripts.awaitState(run, "rejected");
    }

    @Test
    void areRejectedByAnApproverAndThenStayRejected() {
        String run = scripts.awaitingApproval("web-2");
        String body = "{\"decision\": \"reject\", \"planHash\": \"%s\"}".formatted(scripts.planHash(run));

        assertThat(scripts.post("approver2", run + "/approvals", body)).hasStatusOk();
        scripts.awaitState(run, "rejected");

        MvcTestResult late = scripts.post("approver", run + "/approvals", body);
        assertThat(late).hasStatus(409);
        assertThat(Scripts.text(late, "$.code")).isEqualTo("NOTHING_TO_DECIDE");
    }

    @Test
    void thatNeedNobodyCannotBeRetried() {
        String run = scripts.awaitingApproval("web-2");
        try {
            assertThat(Scripts.text(scripts.post("operator", run + "/retry", "{}"), "$.code"))
                    .isEqualTo("NOTHING_TO_RETRY");
            assertThat(Scripts.text(
                            scripts.post("operator", run + "/decisions", "{\"decision\": \"other-destination\"}"),
                            "$.code"))
                    .isEqualTo("NOTHING_TO_RETRY");
            MvcTestResult unknown = scripts.post("operator", run + "/decisions", "{\"decision\": \"hope\"}");
            assertThat(unknown).hasStatus(400);
            assertThat(Scripts.text(unknown, "$.detail")).contains("retry, other-destination, give-up");
        } finally {
            end(run);
        }
    }

    @Test
    void areFoundByWhatTheyAreAbout() {
        String run = scripts.awaitingApproval("web-2");
        String id = run.substring(run.lastIndexOf('/') + 1);
        String destination = Scripts.text(scripts.get("auditor", run), "$.plan.moves[0].to");

        assertThat(ids("?state=awaiting-approval&instance=web-2")).containsExactly(id);
        assertThat(ids("?kind=live-migration&host=node-a&size=500")).contains(id);
        assertThat(ids("?host=" + destination + "&since=2020-01-01T00:00:00Z&size=500"))
                .contains(id);
        assertThat(ids("?until=2020-01-01T00:00:00Z")).isEmpty();
        MvcTestResult page = scripts.get("auditor", Scripts.RUNBOOKS + "?size=1&page=0");
        assertThat(Scripts.text(page, "$.items.length()")).isEqualTo("1");
        assertThat(Integer.parseInt(Scripts.text(page, "$.total"))).isPositive();
        end(run);
    }

    @Test
    void arePlannedWithoutBeingStarted() {
        MvcTestResult plan =
                scripts.post("operator", "/api/v1/plans/live-migration", Scripts.body("planned", "node-b"));

        assertThat(plan).hasStatusOk();
        assertThat(Scripts.text(plan, "$.plan.hash")).hasSize(64);
        assertThat(Scripts.text(plan, "$.plan.moves[0].strategy")).isEqualTo("live");
        assertThat(Scripts.text(plan, "$.plan.maxDowntimeMillis")).isEqualTo("200");
        assertThat(Scripts.text(plan, "$.forecast.convergence")).isEqualTo("converges");
        assertThat(Scripts.text(plan, "$.approvalRequired")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({
        "?state=running-away, state: 'running-away' is not one of planning",
        "?kind=teleportation, kind: 'teleportation' is not one of live-migration",
        "?since=yesterday,    since: 'yesterday' is not a time",
        "?page=one,           page: 'one' is not a whole number",
        "?page=-1,            page: is 0 or more",
        "?size=501,           size: is 1 to 500"
    })
    void areNotListedByAFilterThatMakesNoSense(String query, String complaint) {
        MvcTestResult answer = scripts.get("auditor", Scripts.RUNBOOKS + query);

        assertThat(answer).hasStatus(400);
        assertThat(Scripts.text(answer, "$.code")).isEqualTo("VALUE_INVALID");
        assertThat(Scripts.text(answer, "$.detail")).startsWith(complaint);
    }

    @ParameterizedTest
    @CsvSource({"no-id", "0a0a0a0a-0000-4000-8000-000000000000"})
    void thatDoNotExistAreToldSo(String id) {
        for (String path : List.of("/" + id, "/" + id + "/events")) {
            MvcTestResult answer = scripts.get("auditor", Scripts.RUNBOOKS + path);
            assertThat(answer).hasStatus(404);
            assertThat(Scripts.text(answer, "$.code")).isEqualTo("RUNBOOK_UNKNOWN");
        }
        assertThat(Scripts.text(scripts.post("operator", Scripts.RUNBOOKS + "/" + id + "/cancel", "{}"), "$.code"))
                .isEqualTo("RUNBOOK_UNKNOWN");
    }

    private List<String> ids(String query) {
        return JsonPath.read(Scripts.json(scripts.get("auditor", Scripts.RUNBOOKS + query)), "$.items[*].id");
    }

    private void end(String run) {
        scripts.post("operator", run + "/cancel", "{}");
        scripts.awaitState(run, "cancelled");
    }
}
