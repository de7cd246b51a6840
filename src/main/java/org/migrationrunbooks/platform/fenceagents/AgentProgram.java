package org.migrationrunbooks.platform.fenceagents;

import static org.migrationrunbooks.platform.fenceagents.FenceAgentSettings.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fence agent on this machine.
 *
 * @param configured its file's name, or its absolute path
 */
record AgentProgram(String configured) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+");

    /** One program under several names; it hands the password to ipmitool as an argument. */
    private static final Set<String> IPMI = Set.of(
            "fence_ipmilan", "fence_ipmilanplus", "fence_ilo3", "fence_ilo4", "fence_ilo5", "fence_imm", "fence_idrac");

    /** Speaks HTTPS itself and starts no other program. */
    private static final String REDFISH = "fence_redfish";

    AgentProgram {
        require(
                NAME.matcher(configured).matches() || PATH.matcher(configured).matches(),
                "agent",
                "'%s' is neither a program's name nor an absolute path of letters, digits, '_', '-' and '.'"
                        .formatted(configured));
    }

    String name() {
        return configured.substring(configured.lastIndexOf('/') + 1);
    }

    boolean runsIpmitool() {
        return IPMI.contains(name());
    }

    /** Whether no other user of this machine sees a secret that it was told, whatever their view of its processes. */
    boolean keepsSecrets() {
        return runsIpmitool() || name().equals(REDFISH);
    }

    /**
     * Where it is now; empty where it is not installed.
     *
     * @param searchPath folders, separated by colons
     */
    Optional<Path> find(String searchPath) {
        Stream<Path> candidates = configured.startsWith("/")
                ? Stream.of(Path.of(configured))
                : Stream.of(searchPath.split(":"))
                        .filter(folder -> folder.startsWith("/"))
                        .map(folder -> Path.of(folder, configured));
        return candidates
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
