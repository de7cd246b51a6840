package org.migrationrunbooks.platform.fenceagents;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an agent is told about a host: on its standard input, where no other user can read it, never as an argument.
 *
 * @param parameters known to everybody
 * @param secrets known to us, the agent and the device
 */
record AgentInput(Map<String, String> parameters, Map<String, String> secrets) {

    private static final String MASK = "[secret]";

    AgentInput {
        parameters = Map.copyOf(parameters);
        secrets = Map.copyOf(secrets);
    }

    /** One parameter a line; the action comes last, since of two lines an agent believes the later one. */
    String lines(String action) {
        Map<String, String> all = new HashMap<>(parameters);
        all.putAll(secrets);
        return all.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue() + "\n")
                .collect(Collectors.joining("", "", "action=" + action + "\n"));
    }

    /** The text without any secret in it. */
    String mask(String text) {
        String masked = text;
        for (String secret : secrets.values().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    /** Says nothing of the values. */
    @Override
    public String toString() {
        return "AgentInput" + parameters.keySet() + secrets.keySet();
    }
}
