package org.migrationrunbooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@BrowserTest
@DisplayName("An auditor in Cockpit")
class ReviewTest {

    private static final String REVIEWS = "/api/v1/reviews";

    @LocalServerPort
    private int port;

    @Autowired
    private Scripts scripts;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void findsARunReadsItsRecordSignsItOffAndTakesItAway(Browser browser) throws IOException {
        String run = migrated("web-2");
        try (Visitor auditor = new Visitor(browser, port, "auditor")) {
            auditor.open("/runbooks/reviews");
            auditor.sees("The audit is intact.");
            auditor.page().getByLabel("Instance").fill("web-2");
            auditor.sees("Live migration of web-2", "Rack work");
            auditor.screenshot("reviews");
            auditor.page().locator("a[href$='/runbooks/reviews/" + run + "']").click();
            auditor.sees(
                    "Every entry of this record is sealed and is what was sealed.", "RUNBOOK_REQUESTED", "Rack work");
            assertThat(auditor.page().locator(".mr-diagram .mr-done").first()).isVisible();
            auditor.screenshot("review");
            auditor.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(auditor.text("Processes")).isHidden();
            assertThat(auditor.text("Sign off")).isHidden();
            auditor.page()
                    .screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(Path.of("target", "screenshots", "review-print.png")));
            auditor.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));

            auditor.button("Sign off").click();
            auditor.page().getByLabel("Comment (optional)").fill("Seen, and as it has to be");
            auditor.screenshot("sign-off");
            auditor.page()
                    .getByRole(AriaRole.DIALOG)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign off"))
                    .click();
            auditor.sees("You have signed this run off.", "Seen, and as it has to be");
            assertThat(auditor.button("Sign off")).hasCount(0);

            Download file = auditor.page()
                    .waitForDownload(
                            () -> auditor.page().getByText("Export as JSON").click());
            String exported = Files.readString(file.path());
            assertThat(file.suggestedFilename()).isEqualTo("runbook-%s.json".formatted(run));
            assertThat(JsonPath.<Boolean>read(exported, "$.chain.intact")).isTrue();
            assertThat(JsonPath.<List<String>>read(exported, "$.signOffs[*].person"))
                    .containsExactly("auditor");
        }
    }

    @Test
    void seesAtOnceWhenTheRecordIsNotWhatWasWritten(Browser browser) {
        String run = migrated("web-3");
        jdbc.sql("update mr_audit_entry set actor = 'somebody' where runbook = ? and code = 'APPROVAL_GRANTED'")
                .param(run)
                .update();
        try (Visitor auditor = new Visitor(browser, port, "auditor").expectingRefusals()) {
            auditor.open("/runbooks/reviews/" + run);
            auditor.sees("The audit is NOT what was written.", "they are marked below");
            auditor.screenshot("review-broken");
            auditor.button("Sign off").click();
            auditor.page()
                    .getByRole(AriaRole.DIALOG)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign off"))
                    .click();
            auditor.sees("RECORD_BROKEN");
        } finally {
            jdbc.sql("update mr_audit_entry set actor = 'approver' where runbook = ? and code = 'APPROVAL_GRANTED'")
                    .param(run)
                    .update();
        }
    }

    /** A run that was asked for, approved and carried out, all of whose entries are sealed. */
    private String migrated(String instance) {
        String run = scripts.waiting(instance);
        scripts.approve(run);
        scripts.await("completed", "operator", Scripts.RUNBOOKS + "/" + run);
        scripts.await("intact", "auditor", REVIEWS + "/" + run);
        return run;
    }
}
