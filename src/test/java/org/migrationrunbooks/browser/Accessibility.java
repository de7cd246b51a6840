package org.migrationrunbooks.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps people from using a page who see little or have no mouse, by axe-core; of our own parts only, not of Cockpit's frame. */
final class Accessibility {

    private static final String AXE = script();

    /** The topmost of ours: a dialog hides the page behind it. */
    private static final String CHECK =
            """
            () => {
              const own = document.querySelector('dialog[open]') ?? document.querySelector('.mr-page, .mr-tile');
              return own === null ? [] : axe.run(own, { resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(
                (rule) => rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.html} ${node.any.map((one) => one.message).join(' ')}`)));
            }
            """;

    private Accessibility() {}

    /** What is wrong with what is shown now, a line each. */
    static List<String> troubles(Page page) {
        if (Boolean.FALSE.equals(page.evaluate("'axe' in window"))) {
            page.evaluate(AXE);
        }
        return strings(page.evaluate(CHECK));
    }

    private static List<String> strings(@Nullable Object found) {
        return found instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static String script() {
        try (InputStream script = Accessibility.class.getResourceAsStream("/axe.min.js")) {
            if (script == null) {
                throw new IllegalStateException("axe.min.js is not on the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read axe.min.js", e);
        }
    }
}
