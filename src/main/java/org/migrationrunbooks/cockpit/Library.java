package org.migrationrunbooks.cockpit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.webjars.WebJarVersionLocator;

/**
 * Libraries of webjars as modules that a page can import as they are. There is no build of the browser's code that would do it, and
 * Cockpit's policy allows no map of imports in its page.
 */
enum Library {
    PREACT("preact", "dist/preact.module.js"),
    PREACT_HOOKS("preact", "hooks/dist/hooks.module.js"),
    BPMN_JS("bpmn-js", "dist/bpmn-navigated-viewer.production.min.js");

    private static final WebJarVersionLocator WEBJARS = new WebJarVersionLocator();

    private final String webjar;
    private final String path;

    Library(String webjar, String path) {
        this.webjar = webjar;
        this.path = path;
    }

    private String asModule(String text) {
        return switch (this) {
            case PREACT -> text;
            // Imports preact by its name only, which no browser can find.
            case PREACT_HOOKS -> text.replace("from\"preact\"", "from\"./lib-preact.js\"");
            // Is no module: it hands itself to whoever has a variable of this name.
            case BPMN_JS ->
                "const module={exports:{}},exports=module.exports;\n" + text + "\nexport default module.exports;\n";
        };
    }

    /** Where our modules import it from, as a file among theirs. */
    String file() {
        return "app/lib-" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".js";
    }

    static Optional<Library> of(String file) {
        return Stream.of(values())
                .filter(library -> library.file().equals(file))
                .findFirst();
    }

    InputStream open() {
        String place = WEBJARS.fullPath(webjar, path);
        if (place == null) {
            throw new IllegalStateException("the webjar of %s is not on the class path".formatted(webjar));
        }
        try {
            String text = new ClassPathResource(place).getContentAsString(StandardCharsets.UTF_8);
            return new ByteArrayInputStream(asModule(text).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + place, e);
        }
    }
}
