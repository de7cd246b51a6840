package org.migrationrunbooks.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of processes beside the application, which operators change without a rebuild. */
final class DirectoryReleaseSource implements ReleaseSource {

    private final Path folder;

    DirectoryReleaseSource(Path folder) {
        this.folder = folder;
    }

    @Override
    public Release read() {
        if (!Files.isDirectory(folder)) {
            throw new ReleaseRefusedException(
                    "RUNBOOKS_PROCESSES_DIR is '%s', which is no folder".formatted(folder),
                    "Name an existing folder, or unset it to use the runbooks within the application.");
        }
        Map<String, byte[]> content = new HashMap<>();
        try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> paths = found.filter(this::isVisible).toList();
            paths.forEach(FileTrust::require);
            for (Path path : paths) {
                if (Files.isRegularFile(path)) {
                    content.put(nameOf(path), Files.readAllBytes(path));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ReleaseRefusedException(
                    "'%s' cannot be read".formatted(folder),
                    "Give the application's user read access to every file in it.",
                    e);
        }
        return Release.of(content, folder.toString());
    }

    /** Hidden files are an editor's or, in a mounted config map, the mechanics of the mount. */
    private boolean isVisible(Path path) {
        for (Path part : folder.relativize(path)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private String nameOf(Path path) {
        return folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
