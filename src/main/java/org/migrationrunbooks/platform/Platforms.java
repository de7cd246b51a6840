package org.migrationrunbooks.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The configured platforms, open for as long as the application runs. */
public final class Platforms implements AutoCloseable {

    private final List<Platform> platforms;

    /** Takes the open platforms; their names are different. */
    public Platforms(List<Platform> platforms) {
        this.platforms = List.copyOf(platforms);
        long names = platforms.stream().map(Platform::name).distinct().count();
        if (names != platforms.size()) {
            throw new IllegalArgumentException("two platforms have the same name: "
                    + platforms.stream().map(Platform::name).toList());
        }
    }

    public List<Platform> all() {
        return platforms;
    }

    public Optional<Platform> find(String name) {
        return platforms.stream()
                .filter(platform -> platform.name().equals(name))
                .findFirst();
    }

    /**
     * The platform of this name.
     *
     * @throws UnknownPlatformException where none of that name is configured, for example since its configuration was removed
     *     while a runbook was running
     */
    public Platform get(String name) {
        return find(name).orElseThrow(() -> new UnknownPlatformException(name));
    }

    @Override
    public void close() {
        List<RuntimeException> failures = new ArrayList<>();
        for (Platform platform : platforms) {
            try {
                platform.close();
            } catch (PlatformException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
