package org.migrationrunbooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@BrowserTest
@DisplayName("Starting a runbook in Cockpit")
class StartTest {

    private static final int AGAIN_MILLIS = 2_000;
    private static final String PLANS = "**/api/v1/plans/live-migration";

    @LocalServerPort
    private int port;

    @Autowired
    private Scripts scripts;

    @Test
    void oneRunBeginsHoweverOftenItIsAskedForWithoutAnAnswer(Browser browser) {
        try (Visitor operator = new Visitor(browser, port, "operator").expectingRefusals()) {
            Page page = operator.page();
            page.clock().install();
            operator.open("/runbooks");
            operator.button("Start a runbook").first().click();
            page.getByLabel("Instance").fill("once-1");
            page.getByLabel("Reason, for the approver and the audit").fill("A bad network");
            operator.button("Dry run").click();
            operator.sees("An approver will be asked.");
            page.route("**" + Scripts.RUNBOOKS + "/live-migration", route -> {
                route.fetch();
                route.abort();
            });

            operator.button("Start").click();
            operator.sees("NO_ANSWER", "It is not known yet whether the runbook was started.");
            operator.screenshot("start-without-answer");
            while (operator.button("Start").count() == 0
                    || operator.button("Start").isDisabled()) {
                page.clock().fastForward(AGAIN_MILLIS);
            }
            operator.sees("No answer came to 10 requests.", "it starts once only");
            assertThat(page.getByLabel("Instance")).isDisabled();
            operator.screenshot("start-given-up");
            page.unroute("**" + Scripts.RUNBOOKS + "/live-migration");
            operator.button("Start").click();

            page.waitForURL(url -> url.contains("#/runbooks/runs/"));
            List<String> runs = runs("once-1");
            assertThat(runs).as("runs after many requests").hasSize(1);
            assertThat(page.url()).endsWith(runs.get(0));
        } finally {
            runs("once-1").forEach(run -> scripts.post("operator", Scripts.RUNBOOKS + "/" + run + "/cancel", "{}"));
        }
    }

    @Test
    void isPossibleWithTheKeyboardAlone(Browser browser) {
        try (Visitor operator = new Visitor(browser, port, "operator")) {
            Page page = operator.page();
            Keyboard keys = page.keyboard();
            operator.open("/runbooks");
            operator.sees("Nothing moves now.");
            reach(page, operator.button("Start a runbook").first());
            seen(operator.button("Start a runbook").first());
            keys.press("Enter");

            assertThat(page.getByLabel("Instance")).isFocused();
            keys.type("keys-1");
            reach(page, page.getByLabel("Reason, for the approver and the audit"));
            keys.type("My mouse is broken");
            seen(page.getByLabel("Reason, for the approver and the audit"));
            reach(page, operator.button("Dry run"));
            operator.screenshot("start-by-keyboard");
            keys.press("Enter");
            operator.sees("An approver will be asked.");
            reach(page, operator.button("Start"));
            seen(operator.button("Start"));
            keys.press("Enter");

            page.waitForURL(url -> url.contains("#/runbooks/runs/"));
            operator.sees("Live migration of keys-1", "Awaiting approval");
            reach(page, operator.button("Cancel"));
            keys.press("Enter");
            assertThat(page.getByLabel("Reason (optional)")).isFocused();
            keys.type("It was a rehearsal");
            reach(page, operator.button("Ask for it to be cancelled"));
            keys.press("Space");
            operator.sees("Cancelled", "It was a rehearsal");
            // Whoever works by keyboard is not thrown back to the top of the page.
            assertThat(page.locator("dialog")).hasCount(0);
        }
    }

    @Test
    void isNotAllowedByAnAnswerAboutWhatTheFieldsSaidBefore(Browser browser) {
        try (Visitor operator = new Visitor(browser, port, "operator")) {
            Page page = operator.page();
            List<Route> held = new CopyOnWriteArrayList<>();
            page.route(PLANS, held::add);
            operator.open("/runbooks");
            operator.button("Start a runbook").first().click();
            page.getByLabel("Instance").fill("once-1");
            page.getByLabel("Reason, for the approver and the audit").fill("A slow network");
            page.waitForRequest(PLANS, () -> operator.button("Dry run").click());
            operator.sees("Looking what it would do");
            page.getByLabel("Instance").fill("keys-1");
            assertThat(operator.button("Start")).isDisabled();
            page.waitForRequest(PLANS, () -> operator.button("Dry run").click());
            page.evaluate(
                    "() => { window.shown = []; new MutationObserver(() => document.querySelectorAll('.mr-dry-run')"
                            + ".forEach((one) => window.shown.push(one.innerText)))"
                            + ".observe(document.body, { childList: true, subtree: true, characterData: true }); }");
            page.waitForResponse(PLANS, () -> held.get(0).resume());
            page.waitForResponse(PLANS, () -> held.get(1).resume());

            assertThat(page.locator(".mr-dry-run")).containsText("keys-1");
            assertThat(operator.button("Start")).isEnabled();
            assertThat(String.valueOf(page.evaluate("() => window.shown.join()")))
                    .contains("keys-1")
                    .doesNotContain("once-1");
        }
    }

    private List<String> runs(String instance) {
        return JsonPath.read(scripts.get("operator", Scripts.RUNBOOKS + "?instance=" + instance), "$.items[*].id");
    }

    /** Goes from one control to the next until it is there. */
    private static void reach(Page page, Locator control) {
        for (int steps = 0; steps < 60; steps++) {
            if (Boolean.TRUE.equals(control.evaluate("one => one === document.activeElement"))) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("'%s' is not reached by Tab".formatted(control));
    }

    /** The control with the focus looks different from the others. */
    private static void seen(Locator control) {
        assertThat(control.evaluate("one => { const style = getComputedStyle(one);"
                        + " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; }"))
                .as("the focus on %s is visible", control)
                .isEqualTo(true);
    }
}
