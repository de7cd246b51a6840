package org.migrationrunbooks.platform.fenceagents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/** Collects what an agent is told about a host. Secrets are read anew each time, so that changed ones count at once. */
final class HostParameters {

    private final String device;
    private final FenceAgentSettings settings;
    private final UnaryOperator<@Nullable String> environment;

    /** @param environment the content of an environment variable, null where there is none */
    HostParameters(String device, FenceAgentSettings settings, UnaryOperator<@Nullable String> environment) {
        this.device = device;
        this.settings = settings;
        this.environment = environment;
    }

    boolean has(String host) {
        return settings.hosts().containsKey(host);
    }

    /**
     * What is told about this host, which is configured.
     *
     * @throws PlatformUnreachableException where a secret cannot be had
     */
    AgentInput of(String host) {
        Map<String, String> parameters = new HashMap<>(settings.parameters());
        parameters.putAll(settings.hosts().getOrDefault(host, Map.of()));
        Map<String, String> secrets = new HashMap<>();
        settings.secretFiles()
                .forEach((name, file) -> secrets.put(name, usable("the file " + file, name, content(file, name))));
        settings.secretVariables()
                .forEach((name, variable) -> secrets.put(
                        name, usable("the environment variable " + variable, name, variable(variable, name))));
        return new AgentInput(parameters, secrets);
    }

    private String content(String file, String name) {
        try {
            return Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
        } catch (IOException e) {
            throw missing(
                    "the file " + file, name, "cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private String variable(String variable, String name) {
        String value = environment.apply(variable);
        if (value == null) {
            throw missing("the environment variable " + variable, name, "is not set", null);
        }
        return value;
    }

    private String usable(String where, String name, String value) {
        String problem = ParameterRules.problemOf(value);
        if (!problem.isEmpty()) {
            throw missing(where, name, problem, null);
        }
        return value;
    }

    private PlatformUnreachableException missing(String where, String name, String problem, @Nullable Throwable cause) {
        return new PlatformUnreachableException(
                "fencing device %s: %s, which holds the parameter %s, %s; the device was not asked. Mend it and try again"
                        .formatted(device, where, name, problem),
                cause);
    }
}
