package org.migrationrunbooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@BrowserTest
@DisplayName("At night, with a dead host, in Cockpit")
class FailedHostTest {

    private static final String FAULTS = "/api/v1/platforms/rack/faults";

    @LocalServerPort
    private int port;

    @Autowired
    private Scripts scripts;

    @Test
    void aHostThatNoDeviceSwitchesOffIsAttestedByTwoPeopleAndEvacuated(Browser browser) {
        fault("{\"kind\": \"FENCING_FAILS\", \"host\": \"doomed\"}");
        fault("{\"kind\": \"HOST_CRASH\", \"host\": \"doomed\"}");
        try (Visitor operator = new Visitor(browser, port, "operator");
                Visitor approver = new Visitor(browser, port, "approver");
                Visitor second = new Visitor(browser, port, "operator2")) {
            String run = start(operator);
            approver.open("/runbooks/approvals/" + run);
            approver.sees("What happens to 2 instances", "stranded-1", "The only copy");
            approver.screenshot("approval-of-evacuation");
            approver.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Approve plan .+")))
                    .click();

            operator.open("/runbooks/runs/" + run);
            operator.sees("Needs attention");
            operator.screenshot("run-needs-attention");
            attest(operator, "I stand before it; its plugs are pulled");
            operator.sees("attested that doomed is off");
            assertThat(operator.text("Needs attention")).isVisible();
            second.open("/runbooks/runs/" + run);
            second.button("Attest that the host is off").click();
            second.screenshot("attest");
            second.page().keyboard().press("Escape");
            attest(second, "Seen too");

            second.sees("quarantined");
            second.sees("Its parts (1)", "Seen too");
            second.screenshot("run-evacuated");
        }
    }

    private static String start(Visitor operator) {
        operator.open("/runbooks");
        operator.button("Start a runbook").first().click();
        operator.page()
                .getByLabel("Runbook", new Page.GetByLabelOptions().setExact(true))
                .selectOption("node-evacuation");
        operator.page()
                .getByLabel("Host", new Page.GetByLabelOptions().setExact(true))
                .fill("doomed");
        operator.page().getByLabel("Reason, for the approver and the audit").fill("It does not answer");
        operator.button("Dry run").click();
        operator.sees("An approver will be asked.", "stranded-1");
        operator.screenshot("start-evacuation");
        operator.button("Start").click();
        operator.page().waitForURL(url -> url.contains("#/runbooks/runs/"));
        String url = operator.page().url();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static void attest(Visitor person, String how) {
        person.button("Attest that the host is off").click();
        person.page()
                .getByLabel("Name of the host, as you read it on the machine itself")
                .fill("doomed");
        person.page().getByLabel("How you have made sure").fill(how);
        person.button("I attest it").click();
    }

    private void fault(String body) {
        assertThat(scripts.post("admin", FAULTS, body))
                .as("of the simulated platform")
                .doesNotContain("problem");
    }
}
