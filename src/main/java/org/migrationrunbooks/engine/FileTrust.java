package org.migrationrunbooks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Scripts run with the application's rights, so whoever can write to them can do what the application can. The rule is that of
 * OpenSSH for its own files: only their owner may write, or a group that bears the owner's name and so is the owner alone.
 */
final class FileTrust {

    private FileTrust() {}

    /** @throws ReleaseRefusedException if others can write to the file or folder */
    static void require(Path path) {
        Optional<String> objection;
        try {
            objection = objection(path);
        } catch (IOException e) {
            throw new ReleaseRefusedException(
                    "the permissions of '%s' cannot be read".formatted(path), "Check the file system.", e);
        }
        if (objection.isPresent()) {
            throw new ReleaseRefusedException(
                    "'%s' can be written by %s, and scripts in it run with the application's rights"
                            .formatted(path, objection.get()),
                    "Run 'chmod -R go-w' on the folder, or mount it read-only.");
        }
    }

    private static Optional<String> objection(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null || Files.getFileStore(path).isReadOnly()) {
            return Optional.empty();
        }
        PosixFileAttributes attributes = view.readAttributes();
        if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of("everybody");
        }
        String group = attributes.group().getName();
        boolean shared = !group.equals(attributes.owner().getName());
        return shared && attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                ? Optional.of("the group '" + group + "'")
                : Optional.empty();
    }
}
