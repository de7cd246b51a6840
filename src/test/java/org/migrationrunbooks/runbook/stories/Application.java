package org.migrationrunbooks.runbook.stories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.MigrationRunbooksApplication;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole application on several fleets; all of its databases outlive it, so that it can be started again. */
final class Application implements AutoCloseable {

    private static final String MEMORY = "jdbc:h2:mem:stories-%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";

    private final List<RandomFleet> fleets;
    private @Nullable ServletWebServerApplicationContext context;

    Application(List<RandomFleet> fleets) {
        this.fleets = List.copyOf(fleets);
        start();
    }

    /** Ends it and starts it on the same databases: everything that it had in memory is gone. */
    void restart() {
        close();
        start();
    }

    private void start() {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--spring.datasource.url=" + MEMORY.formatted("application"),
                "--runbooks.sample-runs=false",
                "--runbooks.security.sample-users=true",
                "--runbooks.monitor.enabled=false",
                "--runbooks.monitor.storm-hosts=1000",
                "--runbooks.operations.power-patience=500ms",
                "--runbooks.operations.tick-interval=100ms",
                "--runbooks.operations.poll-interval=100ms",
                "--runbooks.operations.doubt=1s",
                "--runbooks.operations.silence=1s",
                "--runbooks.operations.cancel-timeout=2s",
                "--runbooks.operations.sweep-interval=500ms",
                "--runbooks.operations.lease=5s",
                "--runbooks.operations.lease-extension=1s",
                "--runbooks.return-to-service.boot-timeout=1s",
                "--runbooks.return-to-service.look-interval=200ms",
                "--runbooks.live-migration.retry-pause=500ms",
                "--runbooks.live-migration.stall-timeout=1s",
                "--runbooks.cold-migration.shutdown-timeout=1s",
                "--runbooks.cold-migration.stall-timeout=1s",
                "--runbooks.cold-migration.boot-timeout=2s"));
        for (int i = 0; i < fleets.size(); i++) {
            String entry = "--runbooks.platforms[%d].".formatted(i);
            arguments.add(entry + "name=" + platformName(i));
            arguments.add(entry + "type=simulated");
            arguments.add(entry + "fleet=" + file(i));
            arguments.add(entry + "database=" + platformUrl(i));
            arguments.add(entry + "timeScale=40");
            arguments.add(entry + "callTimeout=300ms");
        }
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(MigrationRunbooksApplication.class)
                .initializers(own -> own.getBeanFactory().registerSingleton("shipped", new Shipped()))
                .run(arguments.toArray(String[]::new));
    }

    /** Keeps components of tests, which are on the same class path, out of it. */
    private static final class Shipped extends TypeExcludeFilter {

        private static final String ORIGIN = MigrationRunbooksApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();

        @Override
        public boolean match(MetadataReader candidate, MetadataReaderFactory factory) throws IOException {
            return !candidate.getResource().getURL().toString().contains(ORIGIN);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Shipped;
        }

        @Override
        public int hashCode() {
            return ORIGIN.hashCode();
        }
    }

    private String file(int number) {
        try {
            Path file = Files.createDirectories(Path.of("target", "fleets")).resolve(platformName(number) + ".yaml");
            Files.writeString(file, fleets.get(number).text());
            return file.toUri().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String platformUrl(int number) {
        return MEMORY.formatted(platformName(number));
    }

    static String platformName(int number) {
        return "fleet-" + number;
    }

    RandomFleet fleet(int number) {
        return fleets.get(number);
    }

    Platform platform(int number) {
        return bean(Platforms.class).get(platformName(number));
    }

    Desk desk() {
        return new Desk(running().getWebServer().getPort());
    }

    JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    <T> T bean(Class<T> type) {
        return running().getBean(type);
    }

    private ServletWebServerApplicationContext running() {
        if (context == null) {
            throw new IllegalStateException("it does not run");
        }
        return context;
    }

    @Override
    public void close() {
        running().close();
        context = null;
    }
}
