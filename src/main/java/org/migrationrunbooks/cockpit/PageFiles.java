package org.migrationrunbooks.cockpit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The files of our pages, the same for each web application that shows them: our own, and those of libraries. */
final class PageFiles {

    private static final String PLACE = "plugin-webapp/" + RunbooksPlugin.ID + "/";
    private static final String FOLDER = "app/";
    private static final List<String> OWN = own();

    private PageFiles() {}

    /** All there are, as they are asked for; nothing else is handed out. */
    static List<String> all() {
        return Stream.concat(OWN.stream(), Stream.of(Library.values()).map(Library::file))
                .toList();
    }

    /** @param file one of {@link #all()} */
    static InputStream open(String file) {
        return Library.of(file).map(Library::open).orElseGet(() -> openOwn(file));
    }

    private static InputStream openOwn(String file) {
        try {
            return new ClassPathResource(PLACE + file, PageFiles.class.getClassLoader()).getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static List<String> own() {
        try {
            Resource[] files = new PathMatchingResourcePatternResolver(PageFiles.class.getClassLoader())
                    .getResources("classpath:" + PLACE + FOLDER + "*");
            return Stream.of(files)
                    .map(Resource::getFilename)
                    .filter(name -> name != null && (name.endsWith(".js") || name.endsWith(".css")))
                    .map(name -> FOLDER + name)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the files of our pages", e);
        }
    }
}
