package org.migrationrunbooks.crash;

import java.io.IOException;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Keeps components of tests, which are on the same class path and in the same packages, out of the application under test. */
final class OwnComponents extends TypeExcludeFilter {

    private final String origin;

    OwnComponents(Class<?> application) {
        origin = application.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    @Override
    public boolean match(MetadataReader candidate, MetadataReaderFactory factory) throws IOException {
        return !candidate.getResource().getURL().toString().contains(origin);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnComponents components && components.origin.equals(origin);
    }

    @Override
    public int hashCode() {
        return origin.hashCode();
    }
}
