package org.migrationrunbooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@BrowserTest
@DisplayName("Alone at night, in Cockpit")
class BreakGlassTest {

    private static final String LABEL = "Why it cannot wait, and why nobody else can be asked";
    private static final String WHY = "It cannot wait, and nobody answers the phone";

    @LocalServerPort
    private int port;

    @Autowired
    private Scripts scripts;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Test
    void anOperatorGoesAheadWithTheirOwnRequestAndAnAuditorLooksAtItAfterwards(Browser browser) {
        String run = scripts.waiting("night-1");
        try (Visitor operator = new Visitor(browser, port, "operator");
                Visitor auditor = new Visitor(browser, port, "auditor")) {
            operator.open("/runbooks/approvals/" + run);
            operator.sees("nobody decides about their own request");
            operator.button("Break the glass").click();
            operator.sees("It counts for 2 h.", "within 3 days", "you cannot do it again until one has");
            operator.page().getByLabel(LABEL).fill(WHY);
            operator.screenshot("break-glass");
            operator.button("Go ahead without approval").click();
            operator.sees("The glass was broken.", "operator went ahead without the approval of others");
            assertThat(operator.button("Break the glass")).hasCount(0);

            operator.open("/runbooks/runs/" + run);
            operator.sees("The glass was broken.", WHY, "An auditor has to sign the run off by");
            operator.sees("The instance runs at the destination and nowhere else.");
            operator.screenshot("run-with-broken-glass");

            scripts.await("intact", "auditor", "/api/v1/reviews/" + run);
            auditor.open("/runbooks/reviews");
            auditor.page().getByLabel("Instance").fill("night-1");
            auditor.sees("Glass broken by operator");
            auditor.screenshot("reviews-with-broken-glass");
            auditor.page().locator("a[href$='/runbooks/reviews/" + run + "']").click();
            auditor.sees("The glass was broken.", "GLASS_BROKEN", WHY);
            auditor.screenshot("review-with-broken-glass");
            auditor.button("Sign off").click();
            auditor.page().getByLabel("Comment (optional)").fill("I have called the operator: it could not wait");
            auditor.page()
                    .getByRole(AriaRole.DIALOG)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign off"))
                    .click();
            auditor.sees("You have signed this run off.", "An auditor has looked at it and signed the run off");

            operator.open("/runbooks");
            operator.open("/runbooks/runs/" + run);
            operator.sees("An auditor has looked at it and signed the run off");
        }
    }

    @Test
    void whoseLastOneNobodyHasLookedAtForTooLongIsToldWhatToDo(Browser browser) {
        String unreviewed = scripts.waiting("night-2");
        scripts.post(
                "operator2",
                Scripts.RUNBOOKS + "/" + unreviewed + "/break-glass",
                "{\"planHash\": \"%s\", \"reason\": \"%s\"}".formatted(scripts.hash(unreviewed), WHY));
        scripts.await("completed", "operator", Scripts.RUNBOOKS + "/" + unreviewed);
        jdbc.sql("update mr_approval set decided_at = ? where runbook_id = ?")
                .params(clock.instant().minus(Duration.ofDays(4)).atOffset(ZoneOffset.UTC), unreviewed)
                .update();
        String run = scripts.waiting("night-2");
        try (Visitor operator = new Visitor(browser, port, "operator2").expectingRefusals()) {
            operator.open("/runbooks/runs/" + run);
            operator.button("Break the glass").click();
            operator.page().getByLabel(LABEL).fill(WHY);
            operator.button("Go ahead without approval").click();

            operator.sees("BREAK_GLASS_UNREVIEWED", "Ask an auditor to sign that run off");
            operator.screenshot("break-glass-refused");
            operator.page().keyboard().press("Escape");
            assertThat(operator.text("Awaiting approval")).isVisible();
        } finally {
            scripts.post("operator", Scripts.RUNBOOKS + "/" + run + "/cancel", "{}");
            scripts.post("auditor", "/api/v1/reviews/" + unreviewed + "/sign-offs", "{\"verdict\": \"accepted\"}");
        }
    }
}
