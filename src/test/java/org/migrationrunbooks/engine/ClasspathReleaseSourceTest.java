package org.migrationrunbooks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class ClasspathReleaseSourceTest {

    @Test
    void readsFromAFolderOfClasses() {
        Release release = new ClasspathReleaseSource(
                        new PathMatchingResourcePatternResolver(), "classpath:engine/processes/")
                .read();

        assertThat(release.number()).isEqualTo(7);
        assertThat(release.files()).containsOnlyKeys("probe/probe.bpmn");
    }

    @Test
    void readsFromAJar(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("application.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("packed/"));
            add(zip, "packed/release.properties", "release=4");
            add(zip, "packed/live migration/model.bpmn", "model");
            add(zip, "elsewhere/other.bpmn", "other");
        }

        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Release release = new ClasspathReleaseSource(
                            new PathMatchingResourcePatternResolver(classes), "classpath:packed/")
                    .read();

            assertThat(release.number()).isEqualTo(4);
            assertThat(release.files()).containsOnlyKeys("live migration/model.bpmn");
        }
    }

    @Test
    void refusesAnApplicationWithoutProcesses() {
        ClasspathReleaseSource source =
                new ClasspathReleaseSource(new PathMatchingResourcePatternResolver(), "classpath:no-such-folder/");

        assertThatExceptionOfType(ReleaseRefusedException.class).isThrownBy(source::read);
    }

    private static void add(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
