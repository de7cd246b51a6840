package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@DisplayName("The audit over REST")
class AuditTest {

    @Autowired
    private Scripts scripts;

    @Test
    void tellsOfARunWhoAskedWhyAndWhatBecameOfIt() {
        String run = scripts.awaitingApproval("web-2");
        String id = run.substring(run.lastIndexOf('/') + 1);
        scripts.post("operator", run + "/cancel", "{\"reason\": \"Not today\"}");
        scripts.awaitState(run, "cancelled");

        String entries = Scripts.json(scripts.get("auditor", "/api/v1/audit?size=500&runbook=" + id));

        assertThat(JsonPath.<List<String>>read(entries, "$.items[*].code"))
                .contains("RUNBOOK_REQUESTED", "CLAIM_TAKEN", "APPROVAL_REQUESTED", "CLAIM_RELEASED", "RUNBOOK_ENDED");
        assertThat(JsonPath.<List<String>>read(entries, "$.items[?(@.code == 'RUNBOOK_REQUESTED')].actor"))
                .containsExactly("operator");
        assertThat(JsonPath.<List<String>>read(entries, "$.items[?(@.code == 'RUNBOOK_REQUESTED')].reason"))
                .containsExactly("Kernel update of the host");
    }

    @Test
    void isVerifiedOnRequest() {
        MvcTestResult verification = scripts.get("auditor", "/api/v1/audit/verification");

        assertThat(verification).hasStatusOk();
        assertThat(Scripts.text(verification, "$.intact")).isEqualTo("true");
        assertThat(Scripts.text(verification, "$.headHash")).isNotBlank();
        assertThat(Scripts.text(verification, "$.unsealed.count")).isNotBlank();
    }

    @Test
    void hasNoEntryOfThatNumber() {
        MvcTestResult answer = scripts.get("auditor", "/api/v1/audit/987654321");

        assertThat(answer).hasStatus(404);
        assertThat(Scripts.text(answer, "$.code")).isEqualTo("AUDIT_ENTRY_UNKNOWN");
        assertThat(Scripts.text(scripts.get("auditor", "/api/v1/audit?code=NO_SUCH_CODE"), "$.code"))
                .isEqualTo("VALUE_INVALID");
    }
}
