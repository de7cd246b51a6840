package org.migrationrunbooks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A person in front of a browser, who is logged in, and who notes whatever is not as it should be. */
final class Visitor implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int[] WIDTHS = {1280, 800};
    private static final int HEIGHT = 900;
    /** Enough for a first page on a machine that does other things as well. */
    private static final double PATIENCE_MILLIS = 90_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    /** Of people who have logged in before: the first page after it takes its time. */
    private static final Map<String, String> SESSIONS = new ConcurrentHashMap<>();

    private final BrowserContext context;
    private final Page page;
    private final String root;
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private boolean expectsRefusals;

    Visitor(Browser browser, int port, String person) {
        root = "http://127.0.0.1:" + port;
        String session = SESSIONS.get(root + " " + person);
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(WIDTHS[0], HEIGHT)
                .setStorageState(session));
        context.addInitScript("document.addEventListener('securitypolicyviolation', e =>"
                + " console.error(`policy violated: ${e.violatedDirective} ${e.blockedURI}`))");
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        if (session == null) {
            try {
                logIn(person);
            } catch (TimeoutError e) {
                String stuck = "%s cannot log in at %s, which says:%n%s".formatted(person, page.url(), page.content());
                context.close();
                throw new AssertionError(stuck, e);
            }
            SESSIONS.put(root + " " + person, context.storageState());
        }
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !(expectsRefusals && message.text().startsWith("Failed to load"))) {
                troubles.add("console: " + message.text());
            }
        });
        page.onPageError(error -> troubles.add("script: " + error));
        page.onRequest(request -> {
            String url = request.url();
            if (!url.startsWith(root + "/") && !url.startsWith("data:") && !url.startsWith("blob:")) {
                troubles.add("another origin: " + url);
            }
        });
    }

    private void logIn(String person) {
        page.navigate(root + "/login");
        page.locator("input[name=username]").fill(person);
        page.locator("input[name=password]").fill(person);
        page.locator("button[type=submit]").click();
        // Until it has chosen its first page it would overrule whoever asks for another.
        page.waitForURL(url -> url.contains("/camunda/app/cockpit/") && url.endsWith("#/dashboard"));
        text("Running Process Instances").waitFor();
    }

    /** A refusal of the server stands in the console too, which the browser itself writes there. */
    Visitor expectingRefusals() {
        expectsRefusals = true;
        return this;
    }

    Page page() {
        return page;
    }

    /** Opens a page of Cockpit's by what stands behind the {@code #}. */
    void open(String route) {
        page.navigate(root + "/camunda/app/cockpit/default/#" + route);
        page.waitForLoadState(LoadState.DOMCONTENTLOADED);
    }

    void openTasklist() {
        page.navigate(root + "/camunda/app/tasklist/default/");
        page.waitForLoadState(LoadState.DOMCONTENTLOADED);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator text(String text) {
        return page.getByText(text).first();
    }

    /** Waits until the page says all this. */
    void sees(String... texts) {
        for (String text : texts) {
            try {
                text(text).waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
            } catch (TimeoutError e) {
                throw new AssertionError(
                        "'%s' is not on %s, which says:%n%s".formatted(text, page.url(), page.innerText("body")), e);
            }
        }
    }

    /** Leaves a picture at each width, and notes what some people could not read or reach. */
    void screenshot(String name) {
        if (page.locator(".mr-diagram").count() > 0) {
            page.locator(".mr-diagram .djs-shape").first().waitFor();
        }
        for (int width : WIDTHS) {
            page.setViewportSize(width, HEIGHT);
            page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + "-" + width + ".png")));
            assertThat(
                            page.evaluate(
                                    "document.querySelector('.mr-page') === null"
                                            + " || document.querySelector('.mr-page').scrollWidth <= document.querySelector('.mr-page').clientWidth"))
                    .as("%s fits into %d pixels", name, width)
                    .isEqualTo(true);
        }
        page.setViewportSize(WIDTHS[0], HEIGHT);
        Accessibility.troubles(page).forEach(trouble -> troubles.add("on %s: %s".formatted(name, trouble)));
    }

    @Override
    public void close() {
        context.close();
        assertThat(troubles)
                .as("errors, policy violations, requests to other origins, and what some people cannot use")
                .isEmpty();
    }
}
