package org.migrationrunbooks.platform.fenceagents;

import static org.migrationrunbooks.platform.fenceagents.FenceAgentSettings.require;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What may be told to an agent, and by which way. */
final class ParameterRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    /** What we say ourselves, and what would have the agent write down or show what it talks with the device. */
    private static final Set<String> OURS =
            Set.of("action", "option", "debug", "debug_file", "verbose", "verbose_level", "quiet");

    private static final List<String> SECRET = List.of("pass", "secret", "token", "community", "hexadecimal");

    private ParameterRules() {}

    /** @throws IllegalArgumentException where it may not stand in the configuration */
    static void requirePlain(String list, String name, String value) {
        String property = list + "." + name;
        requireName(property, name);
        String lower = name.toLowerCase(Locale.ROOT);
        require(
                SECRET.stream().noneMatch(lower::contains),
                property,
                "is a secret and does not belong into the configuration; name a file under secret-files.%s or an environment variable under secret-variables.%s instead"
                        .formatted(name, name));
        String problem = problemOf(value);
        require(problem.isEmpty(), property, problem);
    }

    /** @throws IllegalArgumentException where the agent would show it to others on this machine, or is not to be told it */
    static void requireSecret(String list, String name, AgentProgram program) {
        String property = list + "." + name;
        requireName(property, name);
        require(
                !program.runsIpmitool() || IpmitoolWrapper.PASSWORDS.contains(name),
                property,
                "%s hands it to ipmitool as an argument, which every user of this machine can read; only %s can be kept from that"
                        .formatted(program.name(), IpmitoolWrapper.PASSWORDS));
    }

    private static void requireName(String property, String name) {
        require(
                NAME.matcher(name).matches(),
                property,
                "is no parameter's name: a letter, then letters, digits, '_' and '-'. A host's name with a dot is written \"[name]\"");
        String normal = name.toLowerCase(Locale.ROOT).replace('-', '_');
        require(
                !OURS.contains(normal) && !normal.endsWith("_script"),
                property,
                "may not be configured: it would change what is done, or show or run what it must not");
    }

    /** Why an agent would not get this value as it is; empty where it would. */
    static String problemOf(String value) {
        if (value.isEmpty()) {
            return "is empty";
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            return "contains a line break or another control character, which agents cannot be told";
        }
        // The agents' library strips both.
        if (!value.equals(value.strip()) || (value.startsWith("\"") && value.endsWith("\""))) {
            return "begins and ends with quotation marks, or with a space at either end, which agents take away";
        }
        return "";
    }
}
