package org.migrationrunbooks.platform.fenceagents;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The part of {@code runbooks.fencing[]} that is a fence agent's.
 *
 * @param platform whose hosts it serves
 * @param agent a program's name, looked up in the PATH and in {@code /usr/sbin}, or its absolute path
 * @param parameters told for every host; never a secret
 * @param secretFiles parameter to the absolute path of a file whose content is the value, without a line break at its end
 * @param secretVariables parameter to the environment variable of the application whose content is the value
 * @param timeout for each run of the agent
 * @param hosts parameters of each host it serves, before those for every host; at least one
 */
record FenceAgentSettings(
        String platform,
        String agent,
        @DefaultValue Map<String, String> parameters,
        @DefaultValue Map<String, String> secretFiles,
        @DefaultValue Map<String, String> secretVariables,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue Map<String, Map<String, String>> hosts) {

    FenceAgentSettings {
        parameters = Map.copyOf(parameters);
        secretFiles = Map.copyOf(secretFiles);
        secretVariables = Map.copyOf(secretVariables);
        hosts = hosts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, host -> Map.copyOf(host.getValue())));
        require(platform != null && !platform.isBlank(), "platform", "is missing");
        require(agent != null && !agent.isBlank(), "agent", "is missing");
        require(!timeout.isNegative() && !timeout.isZero(), "timeout", "must be longer than nothing");
        require(!hosts.isEmpty(), "hosts", "names no host");
        AgentProgram program = new AgentProgram(agent);
        parameters.forEach((name, value) -> ParameterRules.requirePlain("parameters", name, value));
        hosts.forEach(
                (host, own) -> own.forEach((name, value) -> ParameterRules.requirePlain("hosts." + host, name, value)));
        secretFiles.forEach((name, path) -> {
            ParameterRules.requireSecret("secret-files", name, program);
            require(path.startsWith("/"), "secret-files." + name, "'" + path + "' is no absolute path");
        });
        for (String name : secretVariables.keySet()) {
            ParameterRules.requireSecret("secret-variables", name, program);
            require(!secretFiles.containsKey(name), "secret-variables." + name, "is in secret-files too");
        }
    }

    AgentProgram program() {
        return new AgentProgram(agent);
    }

    boolean hasSecrets() {
        return !secretFiles.isEmpty() || !secretVariables.isEmpty();
    }

    static void require(boolean condition, String property, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(property + ": " + problem);
        }
    }
}
