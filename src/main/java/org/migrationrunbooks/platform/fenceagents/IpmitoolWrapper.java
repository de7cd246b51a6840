package org.migrationrunbooks.platform.fenceagents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the password of a BMC out of ipmitool's arguments. {@code fence_ipmilan} passes the password as an argument and has no option
 * not to; every user of a machine can read the arguments of its processes, and ipmitool blanks this one only once it runs. So the
 * agent is told a placeholder, and to use a small script of ours as ipmitool; the script drops the placeholder and has the real
 * ipmitool take the password from its environment, which only root and our own user can read. The script holds no secret and lives
 * as long as the run.
 */
final class IpmitoolWrapper implements AutoCloseable {

    /** The parameters of the password, old name and new. */
    static final Set<String> PASSWORDS = Set.of("password", "passwd");

    private static final System.Logger LOG = System.getLogger(IpmitoolWrapper.class.getName());
    private static final String PLACEHOLDER = "from-the-environment";
    private static final String DEFAULT_IPMITOOL = "/usr/bin/ipmitool";
    private static final Set<String> IPMITOOL = Set.of("ipmitool_path", "ipmitool-path");

    private static final String SCRIPT =
            """
            #!/bin/sh
            # ipmitool, with the password from the environment instead of the argument after -P.
            left=$#
            while [ "$left" -gt 0 ]; do
              word=$1
              shift
              left=$((left - 1))
              if [ "$word" = -P ]; then
                shift
                left=$((left - 1))
                word=-E
              fi
              set -- "$@" "$word"
            done
            exec "$IPMITOOL" "$@"
            """;

    private final Path folder;
    private final Path script;

    /** Writes the script into a folder that only our user may enter. */
    IpmitoolWrapper() throws IOException {
        folder = Files.createTempDirectory(
                "ipmitool-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        script = folder.resolve("ipmitool");
        Files.writeString(
                Files.createFile(
                        script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
                SCRIPT,
                StandardCharsets.US_ASCII);
    }

    /** What the agent is told instead. */
    AgentInput hide(AgentInput input) {
        Map<String, String> parameters = new HashMap<>(input.parameters());
        parameters.keySet().removeAll(IPMITOOL);
        parameters.put("ipmitool_path", script.toString());
        input.secrets().keySet().forEach(name -> parameters.put(name, PLACEHOLDER));
        return new AgentInput(parameters, Map.of());
    }

    /** What the script needs to know. */
    Map<String, String> environment(AgentInput input) {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "IPMITOOL",
                IPMITOOL.stream()
                        .filter(input.parameters()::containsKey)
                        .map(name -> String.valueOf(input.parameters().get(name)))
                        .findFirst()
                        .orElse(DEFAULT_IPMITOOL));
        input.secrets().values().forEach(password -> environment.put("IPMI_PASSWORD", password));
        return environment;
    }

    /** Takes the script away; one that cannot be taken away harms nobody. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(script);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "left behind, without a secret in it: " + folder, e);
        }
    }
}
