package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@DisplayName("The brake over HTTP")
class BrakeOverHttpTest {

    private static final String BRAKE = "/api/v1/brake";

    @Autowired
    private Scripts scripts;

    @AfterEach
    void release() {
        assertThat(scripts.put("admin", BRAKE, "{\"engaged\": false, \"reason\": \"the test is over\"}"))
                .hasStatusOk();
    }

    @Test
    void isEngagedForEverybodyToSeeAndStopsStartsButNotDryRuns() {
        MvcTestResult engaged = engage();

        assertThat(engaged).hasStatusOk();
        MvcTestResult seen = scripts.get("auditor", BRAKE);
        assertThat(Scripts.text(seen, "$.engaged")).isEqualTo("true");
        assertThat(Scripts.text(seen, "$.changedBy")).isEqualTo("operator");
        assertThat(Scripts.text(seen, "$.reason")).isEqualTo("storage looks wrong");
        assertThat(Scripts.text(seen, "$.changedAt")).isEqualTo(Scripts.text(engaged, "$.changedAt"));
        MvcTestResult refused = scripts.post("operator", Scripts.START, Scripts.body("web-2"));
        assertThat(refused).hasStatus(409);
        assertThat(Scripts.text(refused, "$.code")).isEqualTo("BRAKE_ENGAGED");
        assertThat(Scripts.text(refused, "$.detail")).contains("operator", "storage looks wrong");
        assertThat(Scripts.text(refused, "$.next")).contains(BRAKE);
        assertThat(scripts.post("operator", "/api/v1/plans/live-migration", Scripts.body("web-2")))
                .hasStatusOk();
    }

    @Test
    void tellsWhoEngagedItFirst() {
        engage();

        MvcTestResult second = scripts.put("admin", BRAKE, "{\"engaged\": true, \"reason\": \"me too\"}");

        assertThat(second).hasStatusOk();
        assertThat(Scripts.text(second, "$.changedBy")).isEqualTo("operator");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                        | VALUE_INVALID    | engaged",
                "{\"engaged\": true}                       | VALUE_INVALID    | reason",
                "{\"engaged\": true, \"reason\": \" \"}      | VALUE_INVALID    | reason",
                "{\"engaged\": \"on\", \"reason\": \"x\"}    | VALUE_INVALID    | engaged",
                "{\"engaged\": true, \"why\": \"x\"}       | PROPERTY_UNKNOWN | why",
                "{\"engaged\": true                       | BODY_MALFORMED   | JSON"
            })
    void isNotTouchedByWhatCannotBeRead(String body, String code, String named) {
        MvcTestResult answer = scripts.put("operator", BRAKE, body);

        assertThat(answer).hasStatus(400);
        assertThat(Scripts.text(answer, "$.code")).isEqualTo(code);
        assertThat(Scripts.json(answer)).contains(named);
        assertThat(Scripts.text(scripts.get("operator", BRAKE), "$.engaged")).isEqualTo("false");
    }

    private MvcTestResult engage() {
        return scripts.put("operator", BRAKE, "{\"engaged\": true, \"reason\": \"storage looks wrong\"}");
    }
}
