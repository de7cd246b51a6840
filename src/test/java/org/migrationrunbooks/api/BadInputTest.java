package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.StartResult;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@DisplayName(
        "A request that cannot be carried out is answered by what is wrong and what state things are in, and changes nothing")
class BadInputTest {

    @Autowired
    private Scripts scripts;

    @Autowired
    private Books books;

    @Autowired
    private Platforms platforms;

    private Map<String, Long> before = Map.of();

    @BeforeEach
    void count() {
        before = books.count();
    }

    @AfterEach
    void nothingWasChanged() {
        assertThat(books.count()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0} to {1}: {3}")
    @CsvSource({
        "nobody,        node-b,        404, INSTANCE_UNKNOWN,       nobody",
        "stopped,       node-b,        409, INSTANCE_NOT_RUNNING,   stopped",
        "own-care,      node-b,        422, INSTANCE_OPTED_OUT,     runbooks=opt-out",
        "web-2,         node-a,        422, DESTINATION_IS_SOURCE,  node-a",
        "web-2,         node-z,        422, DESTINATION_UNKNOWN,    node-z",
        "web-2,         node-full,     409, DESTINATION_REFUSED,    HOST_FULL_MEMORY",
        "web-2,         node-disabled, 409, DESTINATION_REFUSED,    HOST_NOT_UP"
    })
    void aStartIsRefused(String instance, String destination, int status, String code, String named) {
        refused(scripts.post("operator", Scripts.START, Scripts.body(instance, destination)), status, code, named);
    }

    @ParameterizedTest(name = "{0} to {1}: {3}")
    @CsvSource({
        "nobody, node-b,        404, INSTANCE_UNKNOWN",
        "web-2,  node-a,        422, DESTINATION_IS_SOURCE",
        "web-2,  node-disabled, 409, DESTINATION_REFUSED"
    })
    void aDryRunIsRefusedForTheSameReasons(String instance, String destination, int status, String code) {
        refused(
                scripts.post("operator", "/api/v1/plans/live-migration", Scripts.body(instance, destination)),
                status,
                code,
                destination.equals("node-b") ? instance : destination);
    }

    @Test
    void anInstanceThatSomebodyElseMovesIsLeftAlone() {
        InstanceId instance = new InstanceId("demo", "moved-by-others");
        Hypervisor hypervisor = platforms.get("demo").hypervisor();
        MigrationCommand command = new MigrationCommand(
                OperationKey.of(RunbookId.random(), "elsewhere", 1),
                new MigrationRequest(
                        instance,
                        new HostId("demo", "node-x"),
                        new HostId("demo", "node-y"),
                        Strategy.PLAIN,
                        null,
                        Duration.ofMillis(300)),
                hypervisor.baseline(instance));
        assertThat(hypervisor.start(command, () -> {})).isInstanceOf(StartResult.Accepted.class);
        before = books.count();

        refused(
                scripts.post("operator", Scripts.START, Scripts.body("moved-by-others")),
                409,
                "INSTANCE_IN_MIGRATION",
                "moved-by-others");
    }

    @Test
    void aSecondStartForAClaimedInstanceNamesTheRunThatHasIt() {
        String run = scripts.awaitingApproval("web-3");
        before = books.count();

        MvcTestResult second = scripts.post("operator2", Scripts.START, Scripts.body("web-3"));

        refused(second, 409, "TARGET_CLAIMED", "web-3");
        assertThat(Scripts.text(second, "$.links.runbook")).isEqualTo(run);
        assertThat(scripts.get("operator2", run)).hasStatusOk();
    }

    @Test
    void anotherBodyUnderTheSameIdempotencyKeyIsRefused() {
        String key = "maintenance 2026-10-03 / web-4";
        MvcTestResult first = scripts.post("operator", Scripts.START, Scripts.body("web-4"), key);
        String run = Scripts.RUNBOOKS + "/" + Scripts.text(first, "$.id");
        scripts.awaitState(run, "awaiting-approval");
        before = books.count();

        MvcTestResult other = scripts.post("operator", Scripts.START, Scripts.body("web-2"), key);

        refused(other, 422, "IDEMPOTENCY_KEY_REUSED", "awaiting-approval");
        assertThat(Scripts.text(other, "$.links.runbook")).isEqualTo(run);
    }

    @Test
    void anApprovalOfAnotherPlanIsRefused() {
        String run = scripts.awaitingApproval("web-5");
        before = books.count();

        MvcTestResult answer = scripts.post(
                "approver",
                run + "/approvals",
                "{\"decision\": \"approve\", \"planHash\": \"%s\"}".formatted("0".repeat(64)));

        refused(answer, 409, "PLAN_CHANGED", "awaiting-approval");
    }

    @Test
    void malformedJsonIsToldByItsPlace() {
        refused(
                scripts.post("operator", Scripts.START, "{\"instance\": \"web-2\",\n \"reason\": }"),
                400,
                "BODY_MALFORMED",
                "line 2, column");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"instance\": \"web-2\", \"reason\": \"r\", \"destinaton\": \"node-b\"} | PROPERTY_UNKNOWN | destinaton",
                "{\"instance\": \"web-2\", \"instance\": \"web-1\", \"reason\": \"r\"}    | BODY_MALFORMED   | Duplicate",
                "{\"instance\": \"web-2\", \"reason\": \"r\"} {}                          | BODY_MALFORMED   | JSON",
                "{\"instance\": \"web-2\", \"reason\": \"r                                | BODY_MALFORMED   | line 1",
                "{\"instance\": 7, \"reason\": \"r\"}                                     | VALUE_INVALID    | 'instance' needs a text",
                "{\"instance\": [\"web-2\"], \"reason\": \"r\"}                           | VALUE_INVALID    | 'instance' needs a text",
                "{\"instance\": \"web-2\", \"reason\": \"r\", \"allowPostCopy\": \"yes\"} | VALUE_INVALID    | true or false",
                "{\"instance\": \"web-2\", \"reason\": \"r\", \"bandwidth\": \"fast\"}    | VALUE_INVALID    | 10Gbit",
                "{\"instance\": \"web-2\", \"reason\": \"r\", \"maxDowntimeMillis\": 0}   | VALUE_INVALID    | maxDowntimeMillis: is 1 to",
                "[]                                                                       | VALUE_INVALID    | the body",
                "{\"instance\": \"web-2\"}                                                | REQUEST_INVALID  | reason",
                "{\"reason\": \"r\"}                                                      | REQUEST_INVALID  | instance"
            })
    void aBodyThatCannotBeReadIsRefused(String body, String code, String named) {
        refused(scripts.post("operator", Scripts.START, body), 400, code, named);
    }

    @Test
    void aMissingBodyIsRefused() {
        refused(scripts.post("operator", Scripts.START, ""), 400, "BODY_MISSING", "body");
    }

    @Test
    void aReasonLongerThanItsColumnIsRefused() {
        String body = "{\"instance\": \"web-2\", \"reason\": \"%s\"}".formatted("x".repeat(2001));

        refused(scripts.post("operator", Scripts.START, body), 400, "VALUE_INVALID", "2000 characters");
    }

    @ParameterizedTest
    @CsvSource({"x, 256, 255", "é, 1, printable"})
    void anIdempotencyKeyThatCannotBeKeptIsRefused(String character, int times, String named) {
        MvcTestResult answer = scripts.post("operator", Scripts.START, Scripts.body("web-2"), character.repeat(times));

        refused(answer, 400, "VALUE_INVALID", named);
        assertThat(Scripts.text(answer, "$.detail")).startsWith("Idempotency-Key: ");
    }

    @Test
    void anUnknownRunbookIsToldWithTheKnownOnes() {
        refused(
                scripts.post("operator", Scripts.RUNBOOKS + "/teleportation", Scripts.body("web-2")),
                404,
                "RUNBOOK_KIND_UNKNOWN",
                "live-migration");
    }

    private static void refused(MvcTestResult answer, int status, String code, String named) {
        assertThat(answer).hasStatus(status);
        assertThat(answer).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(Scripts.text(answer, "$.status")).isEqualTo(String.valueOf(status));
        assertThat(Scripts.text(answer, "$.code")).isEqualTo(code);
        assertThat(Scripts.text(answer, "$.type"))
                .isEqualTo("urn:migration-runbooks:problem:"
                        + code.toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(Scripts.json(answer)).contains(named).doesNotContain("org.migrationrunbooks", "java.", "Exception");
        assertThat(Scripts.text(answer, "$.state")).isNotBlank();
        assertThat(Scripts.text(answer, "$.next")).isNotBlank();
    }
}
