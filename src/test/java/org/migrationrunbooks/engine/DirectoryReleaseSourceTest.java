package org.migrationrunbooks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "file permissions are those of POSIX")
class DirectoryReleaseSourceTest {

    private Path folder;

    @BeforeEach
    void writeRunbooks(@TempDir Path parent) throws IOException {
        folder = Files.createDirectories(parent.resolve("runbooks"));
        Files.writeString(folder.resolve("release.properties"), "release=3");
        Files.createDirectories(folder.resolve("live-migration"));
        Files.writeString(folder.resolve("live-migration/live-migration.bpmn"), "model");
        permit("rwxr-xr-x", folder, folder.resolve("live-migration"));
        permit("rw-r--r--", folder.resolve("release.properties"), folder.resolve("live-migration/live-migration.bpmn"));
    }

    @Test
    void readsEveryFileByItsPath() {
        Release release = new DirectoryReleaseSource(folder).read();

        assertThat(release.number()).isEqualTo(3);
        assertThat(release.files()).containsOnlyKeys("live-migration/live-migration.bpmn");
    }

    @Test
    void leavesOutHiddenFiles() throws IOException {
        Files.writeString(folder.resolve(".live-migration.bpmn.swp"), "draft");
        Files.writeString(Files.createDirectory(folder.resolve(".git")).resolve("config"), "x");

        assertThat(new DirectoryReleaseSource(folder).read().files())
                .containsOnlyKeys("live-migration/live-migration.bpmn");
    }

    @Test
    void refusesAFolderThatEverybodyCanWrite() throws IOException {
        permit("rwxr-xrwx", folder.resolve("live-migration"));

        assertThatExceptionOfType(ReleaseRefusedException.class)
                .isThrownBy(() -> new DirectoryReleaseSource(folder).read())
                .withMessageContaining("live-migration' can be written by everybody");
    }

    @Test
    void refusesAFileThatEverybodyCanWrite() throws IOException {
        permit("rw-r--rw-", folder.resolve("live-migration/live-migration.bpmn"));

        assertThatExceptionOfType(ReleaseRefusedException.class)
                .isThrownBy(() -> new DirectoryReleaseSource(folder).read())
                .withMessageContaining("live-migration.bpmn' can be written by everybody");
    }

    @Test
    void refusesAPlaceThatIsNoFolder() {
        assertThatExceptionOfType(ReleaseRefusedException.class)
                .isThrownBy(() -> new DirectoryReleaseSource(folder.resolve("missing")).read())
                .withMessageContaining("which is no folder");
    }

    private static void permit(String permissions, Path... paths) throws IOException {
        for (Path path : paths) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
