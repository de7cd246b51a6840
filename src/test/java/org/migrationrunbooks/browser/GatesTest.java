package org.migrationrunbooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@BrowserTest
@DisplayName("At a gate, in Cockpit")
class GatesTest {

    @LocalServerPort
    private int port;

    @Autowired
    private Scripts scripts;

    @Test
    void aTransferThatStoodStillIsSentToAnotherDestinationWhichIsApproved(Browser browser) {
        fault("{\"kind\": \"TRANSFER_STALLS\", \"instance\": \"stuck-1\", \"share\": 0.3}");
        String run = approved("live-migration", "stuck-1");
        scripts.await("needs-attention", "operator", Scripts.RUNBOOKS + "/" + run);
        try (Visitor operator = new Visitor(browser, port, "operator")) {
            operator.open("/runbooks/runs/" + run);
            operator.sees("Needs attention", "The instance is running on annex-a");
            operator.screenshot("run-stood-still");
            says(operator, "Try again", "a plan that is not the approved one has to be approved");
            says(operator, "Give up", "It is left there, what was reserved is given back, and the run ends.");
            operator.button("Another destination").click();
            operator.sees("Then it is planned again without the destination that did not work.");
            operator.page().getByLabel("Comment (optional)").fill("Its link is broken");
            operator.screenshot("another-destination");
            dialog(operator, "Another destination").click();
            operator.sees("Awaiting approval");

            scripts.approve(run);
            operator.sees("The instance runs at the destination and nowhere else.");
            operator.sees("decided: Another destination (Its link is broken)");
            operator.screenshot("run-sent-elsewhere");
        }
    }

    @Test
    void aStartThatNobodyKnowsTheOutcomeOfKeepsItsClaimUntilAPersonDecides(Browser browser) {
        fault("{\"kind\": \"CARRIED_OUT_LATER\", \"instance\": \"silent-1\", \"delay\": \"PT10H\"}");
        String run = approved("live-migration", "silent-1");
        scripts.await("needs-attention", "operator", Scripts.RUNBOOKS + "/" + run);
        try (Visitor operator = new Visitor(browser, port, "operator")) {
            operator.open("/runbooks/runs/" + run);
            operator.sees("Needs attention", "The claim on the instance is kept");
            operator.screenshot("run-unknown");
            operator.button("Give up").click();
            dialog(operator, "Give up").click();
            operator.sees("Rolled back");
            operator.screenshot("run-given-up");
        }
    }

    @Test
    void aGuestThatDoesNotShutDownLosesItsPowerOnlyWhenAnApproverAllowsIt(Browser browser) {
        String run = approved("cold-migration", "deaf-1");
        scripts.await("needs-attention", "operator", Scripts.RUNBOOKS + "/" + run);
        try (Visitor operator = new Visitor(browser, port, "operator");
                Visitor approver = new Visitor(browser, port, "approver")) {
            operator.open("/runbooks/runs/" + run);
            operator.sees("did not shut down", "running on annex-a");
            says(operator, "Take it back to the source", "the instance runs at the source as before");
            operator.button("Ask to take its power").click();
            operator.sees("What its guest has not written to its disks would be lost.");
            operator.screenshot("hard-stop");
            dialog(operator, "Ask to take its power").click();
            operator.sees("Awaiting approval");

            approver.open("/runbooks/approvals/" + run);
            approver.sees("Hard stop is asked for, beyond the plan.", "what its guest has not written is lost");
            approver.screenshot("approval-of-hard-stop");
            approver.button("Allow it").click();
            approver.sees("You have allowed it");
            assertThat(approver.text("The plan has changed")).isHidden();

            operator.sees("The instance runs at the destination and nowhere else.", "allowed the hard stop");
            operator.screenshot("run-after-hard-stop");
        }
    }

    private String approved(String kind, String instance) {
        String run = scripts.waiting(kind, instance);
        scripts.approve(run);
        return run;
    }

    /** What a button says before it does anything. */
    private static void says(Visitor person, String button, String words) {
        person.button(button).click();
        person.sees(words);
        person.page().keyboard().press("Escape");
        assertThat(person.page().locator("dialog")).hasCount(0);
    }

    private static Locator dialog(Visitor person, String button) {
        return person.page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button));
    }

    private void fault(String body) {
        assertThat(scripts.post("admin", "/api/v1/platforms/annex/faults", body))
                .as("of the simulated platform")
                .doesNotContain("problem");
    }
}
