package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@DisplayName("Reviews over REST")
class ReviewsOverHttpTest {

    private static final String ACCEPTED = "{\"verdict\": \"accepted\", \"comment\": \"As it has to be\"}";
    private static final String REVIEWS = "/api/v1/reviews/";

    @Autowired
    private Scripts scripts;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private IdentityService identities;

    @Test
    void anAuditorFindsARunReadsItsRecordAndSignsItOffOnce() {
        String id = ended("operator", "Review of a cancelled move");
        assertThat(listed("&reviewed=false&person=operator")).contains(id);
        assertThat(listed("&ending=cancelled&platform=demo&instance=web-2")).contains(id);
        assertThat(listed("&person=approver2")).doesNotContain(id);
        assertThat(listed("&ending=migrated")).doesNotContain(id);

        String record = Scripts.json(scripts.get("auditor", REVIEWS + id));
        assertThat(JsonPath.<String>read(record, "$.state")).isEqualTo("intact");
        assertThat(JsonPath.<List<String>>read(record, "$.entries[*].entry.code"))
                .contains("RUNBOOK_REQUESTED", "APPROVAL_REQUESTED", "RUNBOOK_ENDED");
        assertThat(JsonPath.<List<String>>read(record, "$.involved")).containsExactly("operator");

        MvcTestResult signed = scripts.post("auditor", REVIEWS + id + "/sign-offs", ACCEPTED);

        assertThat(signed).hasStatus(201);
        assertThat(Scripts.text(signed, "$.signOffs[0].person")).isEqualTo("auditor");
        assertThat(Scripts.text(signed, "$.signOffs[0].headHash")).hasSize(64);
        assertThat(JsonPath.<List<String>>read(Scripts.json(signed), "$.entries[*].entry.code"))
                .contains("RUNBOOK_SIGNED_OFF");
        assertThat(listed("&reviewed=true")).contains(id);
        assertThat(listed("&reviewed=false")).doesNotContain(id);
        refused(scripts.post("auditor", REVIEWS + id + "/sign-offs", ACCEPTED), 409, "ALREADY_SIGNED_OFF");
    }

    @Test
    void nobodySignsOffWhatTheyHadAPartIn() {
        person("bothsides", "operators", "auditors");
        String id = ended("bothsides", "Review of one's own work");

        refused(scripts.post("bothsides", REVIEWS + id + "/sign-offs", ACCEPTED), 403, "OWN_WORK");

        assertThat(listed("&reviewed=true")).doesNotContain(id);
    }

    @Test
    void onlyAuditorsSignOffAndOnlyTheyAndAdministratorsRead() {
        String id = ended("operator", "Review of roles");
        for (String person : List.of("operator", "approver")) {
            assertThat(scripts.get(person, "/api/v1/reviews")).hasStatus(403);
            assertThat(scripts.get(person, REVIEWS + id)).hasStatus(403);
            assertThat(scripts.get(person, REVIEWS + id + "/export")).hasStatus(403);
        }
        assertThat(scripts.get("admin", REVIEWS + id)).hasStatusOk();
        assertThat(scripts.post("admin", REVIEWS + id + "/sign-offs", ACCEPTED)).hasStatus(403);
    }

    @Test
    void aRunThatGoesOnIsNotSignedOff() {
        String run = scripts.awaitingApproval("web-2");
        String id = run.substring(run.lastIndexOf('/') + 1);

        refused(scripts.post("auditor", REVIEWS + id + "/sign-offs", ACCEPTED), 409, "NOT_ENDED");

        scripts.post("operator", run + "/cancel", "{}");
        scripts.awaitState(run, "cancelled");
        refused(
                scripts.post("auditor", REVIEWS + id + "/sign-offs", "{\"verdict\": \"findings\"}"),
                422,
                "FINDINGS_UNCLEAR");
        refused(
                scripts.post(
                        "auditor",
                        REVIEWS + id + "/sign-offs",
                        "{\"verdict\": \"accepted\", \"findings\": [\"None of it was needed\"]}"),
                422,
                "FINDINGS_UNCLEAR");
    }

    @Test
    void aRecordThatWasChangedIsSignedOffWithFindingsOnly() {
        String id = ended("operator", "Review of a changed record");
        jdbc.sql(
                        "update mr_audit_entry set reason = 'No reason at all' where runbook = ? and code = 'RUNBOOK_REQUESTED'")
                .param(id)
                .update();
        try {
            String record = Scripts.json(scripts.get("auditor", REVIEWS + id));
            assertThat(JsonPath.<String>read(record, "$.state")).isEqualTo("changed");
            assertThat(JsonPath.<List<String>>read(record, "$.entries[?(@.state == 'changed')].entry.code"))
                    .containsExactly("RUNBOOK_REQUESTED");

            refused(scripts.post("auditor", REVIEWS + id + "/sign-offs", ACCEPTED), 409, "RECORD_BROKEN");
            assertThat(scripts.post(
                            "auditor",
                            REVIEWS + id + "/sign-offs",
                            "{\"verdict\": \"findings\", \"findings\": [\"The reason was changed\"]}"))
                    .hasStatus(201);
        } finally {
            jdbc.sql("update mr_audit_entry set reason = 'Review of a changed record'"
                            + " where runbook = ? and code = 'RUNBOOK_REQUESTED'")
                    .param(id)
                    .update();
        }
        assertThat(Scripts.text(scripts.get("auditor", REVIEWS + id), "$.state"))
                .isEqualTo("intact");
    }

    @Test
    void aBrokenGlassStandsOutUntilItIsLookedAt() {
        String run = scripts.awaitingApproval("glass");
        String id = run.substring(run.lastIndexOf('/') + 1);
        String body =
                "{\"planHash\": \"%s\", \"reason\": \"Nobody answers the phone\"}".formatted(scripts.planHash(run));
        assertThat(scripts.post("approver", run + "/break-glass", body)).hasStatus(403);
        refused(
                scripts.post(
                        "operator", run + "/break-glass", "{\"planHash\": \"%s\"}".formatted(scripts.planHash(run))),
                400,
                "VALUE_INVALID");

        assertThat(scripts.post("operator", run + "/break-glass", body)).hasStatusOk();

        scripts.awaitState(run, "completed");
        assertThat(Scripts.text(scripts.get("operator", run), "$.approval.breakGlassBy"))
                .isEqualTo("operator");
        assertThat(JsonPath.<List<String>>read(
                        Scripts.json(scripts.get("auditor", "/api/v1/reviews?reviewed=false&size=500")),
                        "$.items[?(@.runbook.id == '%s')].runbook.breakGlassBy".formatted(id)))
                .containsExactly("operator");
    }

    @Test
    void anExportedRecordIsCheckedWithNothingButItself() {
        String id = ended("operator", "Überprüfung \"ohne\" uns");

        MvcTestResult answer = scripts.get("auditor", REVIEWS + id + "/export");

        assertThat(answer).hasStatusOk();
        assertThat(answer.getResponse().getHeader("Content-Disposition"))
                .isEqualTo("attachment; filename=\"runbook-%s.json\"".formatted(id));
        String file = Scripts.json(answer);
        List<Map<String, @Nullable Object>> entries = JsonPath.read(file, "$.entries");
        assertThat(entries).isNotEmpty().allSatisfy(entry -> {
            Map<String, @Nullable Object> seal = JsonPath.read(entry, "$.seal");
            String entryHash = sha256(
                    entry.get("id"),
                    ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(String.valueOf(entry.get("at")))),
                    entry.get("code"),
                    entry.get("actor"),
                    entry.get("runbook"),
                    entry.get("subject"),
                    entry.get("reason"),
                    entry.get("details"));
            assertThat(seal.get("entryHash")).isEqualTo(entryHash);
            assertThat(seal.get("hash")).isEqualTo(sha256(seal.get("number"), seal.get("previousHash"), entryHash));
        });
        assertThat(JsonPath.<Boolean>read(file, "$.chain.intact")).isTrue();
        assertThat(Scripts.json(scripts.get("auditor", REVIEWS + id))).contains("RECORD_EXPORTED");
    }

    @Test
    void theTableHasNoFormulas() throws IOException {
        String id = ended("operator", "=HYPERLINK(\"http://example.org\")");

        MvcTestResult answer = scripts.get("auditor", REVIEWS + id + "/export.csv");

        assertThat(answer).hasStatusOk();
        List<CSVRecord> rows = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(Scripts.json(answer)))
                .getRecords();
        assertThat(rows)
                .filteredOn(row -> row.get("code").equals("RUNBOOK_REQUESTED"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("reason")).isEqualTo("'=HYPERLINK(\"http://example.org\")");
                    assertThat(row.get("state")).isEqualTo("intact");
                    assertThat(row.get("hash")).hasSize(64);
                });
    }

    /** A run that was asked for and cancelled, all of whose entries are sealed; its id. */
    private String ended(String person, String reason) {
        String body = "{\"instance\": \"web-2\", \"reason\": \"%s\"}".formatted(reason.replace("\"", "\\\""));
        String run = Scripts.RUNBOOKS + "/" + Scripts.text(scripts.post(person, Scripts.START, body), "$.id");
        scripts.awaitState(run, "awaiting-approval");
        scripts.post(person, run + "/cancel", "{}");
        scripts.awaitState(run, "cancelled");
        String id = run.substring(run.lastIndexOf('/') + 1);
        Awaitility.await("the entries are sealed")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Scripts.text(scripts.get("admin", REVIEWS + id), "$.state"), "intact"::equals);
        return id;
    }

    private List<String> listed(String filter) {
        MvcTestResult answer = scripts.get("auditor", "/api/v1/reviews?size=500" + filter);
        assertThat(answer).hasStatusOk();
        return JsonPath.read(Scripts.json(answer), "$.items[*].runbook.id");
    }

    private void person(String name, String... groups) {
        User user = identities.newUser(name);
        user.setPassword(name);
        user.setFirstName(name);
        user.setLastName(name);
        ((IdentityServiceImpl) identities).saveUser(user, true);
        for (String group : groups) {
            identities.createMembership(name, group);
        }
    }

    private static void refused(MvcTestResult answer, int status, String code) {
        assertThat(answer).hasStatus(status);
        assertThat(Scripts.text(answer, "$.code")).isEqualTo(code);
    }

    /** As the manual says, and not as the application does: each text behind its length in bytes and a colon, a minus for none. */
    private static String sha256(@Nullable Object... texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object text : texts) {
            byte[] value = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes((text == null ? "-:" : value.length + ":").getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(text == null ? new byte[0] : value);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
