package org.migrationrunbooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@BrowserTest
@DisplayName("A plan that no longer holds, in Cockpit")
class DriftTest {

    @LocalServerPort
    private int port;

    @Autowired
    private Scripts scripts;

    @Test
    void isPlannedAnewAndApprovedAgainByWhoeverSeesTheDifference(Browser browser) {
        String first = scripts.waiting("first-1");
        String second = scripts.waiting("second-1");
        try (Visitor approver = new Visitor(browser, port, "approver")) {
            approver.open("/runbooks/approvals/" + second);
            approver.sees("Live migration of second-1", "bay-b");
            // The other one takes the room that this plan counts on.
            scripts.approve(first);
            scripts.await("completed", "operator", Scripts.RUNBOOKS + "/" + first);
            approve(approver).click();

            approver.sees("The plan has changed since you opened it.");
            approver.sees("second-1: it was bay-a to bay-b, live; now it is bay-a to bay-c, live.");
            assertThat(approve(approver)).hasCount(0);
            approver.sees("It no longer held when it was to be carried out");
            approver.screenshot("approval-drifted");
            approver.button("Look at the plan of now").click();
            approver.sees(
                    "It was planned anew.",
                    "(bay-b: needs 20 GB",
                    "from bay-a to bay-b by live before, from bay-a to bay-c by live now");
            approver.screenshot("approval-planned-anew");
            approver.page().getByLabel("Comment (optional)").fill("bay-c will do");
            approve(approver).click();
            approver.sees("You have approved this plan");

            approver.open("/runbooks/runs/" + second);
            approver.sees(
                    "The instance runs at the destination and nowhere else.",
                    "which is not the plan of now",
                    "bay-c will do");
            approver.screenshot("run-after-drift");
        }
    }

    private static Locator approve(Visitor approver) {
        return approver.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Approve plan .+")));
    }
}
