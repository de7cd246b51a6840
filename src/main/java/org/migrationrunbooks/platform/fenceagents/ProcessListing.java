package org.migrationrunbooks.platform.fenceagents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Whether users of this machine see the arguments of each other's processes. */
final class ProcessListing {

    /** Of {@code mount}: from 1 on, or by name, arguments are shown to the process's own user and root only. */
    private static final Pattern HIDDEN =
            Pattern.compile("\\S+ /proc proc (\\S+,)?hidepid=([124]|noaccess|invisible|ptraceable)[, ].*");

    private ProcessListing() {}

    /** False where it cannot be told. */
    static boolean hidden() {
        try {
            return hidden(Files.readAllLines(Path.of("/proc/self/mounts")));
        } catch (IOException e) {
            return false;
        }
    }

    /** @param mounts as in {@code /proc/self/mounts}; of two on the same folder the later one is seen */
    static boolean hidden(List<String> mounts) {
        return mounts.stream()
                .filter(mount -> mount.matches("\\S+ /proc proc .*"))
                .reduce((earlier, later) -> later)
                .filter(mount -> HIDDEN.matcher(mount).matches())
                .isPresent();
    }
}
