package org.migrationrunbooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@BrowserTest
@DisplayName("In Tasklist")
class TasklistTest {

    @LocalServerPort
    private int port;

    @Autowired
    private Scripts scripts;

    @Test
    void aTaskShowsThePlanAsCockpitDoesAndIsDecidedThere(Browser browser) {
        String run = scripts.waiting("list-1");
        try (Visitor approver = new Visitor(browser, port, "approver")) {
            task(approver, "list-1");

            approver.sees("Live migration of list-1", "Risk", "Forecast", "An instance of the gold tier.", "Rack work");
            approver.screenshot("tasklist");
            approver.page().getByLabel("Comment (optional)").fill("Seen in the list");
            approver.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Approve plan .+")))
                    .click();

            approver.sees("You have approved this plan");
            approver.screenshot("tasklist-decided");
        }
        scripts.await("completed", "operator", Scripts.RUNBOOKS + "/" + run);
        assertThat(comments(run)).containsExactly("Seen in the list");
    }

    @Test
    void aTaskIsDecidedByItsFormToo(Browser browser) {
        String run = scripts.waiting("list-2");
        try (Visitor approver = new Visitor(browser, port, "approver")) {
            task(approver, "list-2");
            approver.sees("Live migration of list-2");
            approver.page()
                    .getByText("Form", new Page.GetByTextOptions().setExact(true))
                    .click();
            approver.text("Claim").click();
            Locator comment = approver.page().getByLabel("Comment");
            comment.waitFor();
            approver.page().getByLabel("Approve exactly this plan").check();
            comment.fill("By the form");
            approver.screenshot("tasklist-form");
            approver.button("Complete").click();
            scripts.await("completed", "operator", Scripts.RUNBOOKS + "/" + run);
        }
        assertThat(comments(run)).containsExactly("By the form");
    }

    private static void task(Visitor person, String instance) {
        person.openTasklist();
        person.text("Plans to approve").click();
        person.page()
                .locator(".task")
                .filter(new Locator.FilterOptions().setHasText(instance))
                .first()
                .click();
    }

    private List<String> comments(String run) {
        return JsonPath.read(scripts.get("operator", Scripts.RUNBOOKS + "/" + run), "$.approvals[*].comment");
    }
}
