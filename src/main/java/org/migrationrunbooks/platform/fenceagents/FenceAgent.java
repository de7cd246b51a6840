package org.migrationrunbooks.platform.fenceagents;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs an agent such that no secret is in its arguments, in those of what it starts as far as we know the agent, or in its words.
 *
 * <p>Of an agent's own process others see its name only: parameters go over its standard input. Agents that run ipmitool get
 * {@link IpmitoolWrapper}; {@code fence_redfish} starts nothing. Another agent may hand a secret on as an argument, as those for
 * SNMP and {@code fence_vmware} do; from other users of the machine only {@code /proc} mounted with {@code hidepid} hides that, see
 * {@link ProcessListing}.
 */
final class FenceAgent {

    private final AgentProgram program;
    private final Duration timeout;
    private final String searchPath;

    /** @param searchPath folders, separated by colons, where the agent and what it starts are looked for */
    FenceAgent(AgentProgram program, Duration timeout, String searchPath) {
        this.program = program;
        this.timeout = timeout;
        this.searchPath = searchPath;
    }

    String name() {
        return program.name();
    }

    /** Runs it with {@code beforeStart} immediately before; what that throws is passed on, and nothing was started. */
    AgentResult run(String action, AgentInput input, Runnable beforeStart) {
        Optional<Path> file = program.find(searchPath);
        if (file.isEmpty()) {
            return new AgentResult.NotStarted(
                    "%s is no program on this machine (looked for in %s); install it, in Debian with the package fence-agents"
                            .formatted(program.configured(), searchPath));
        }
        if (!program.runsIpmitool()) {
            beforeStart.run();
            return masked(new AgentRun(file.get(), environment(), timeout).with(input.lines(action)), input);
        }
        IpmitoolWrapper wrapper;
        try {
            wrapper = new IpmitoolWrapper();
        } catch (IOException e) {
            return new AgentResult.NotStarted("what keeps the password hidden could not be written: " + e);
        }
        try (wrapper) {
            Map<String, String> environment = environment();
            environment.putAll(wrapper.environment(input));
            String lines = wrapper.hide(input).lines(action);
            beforeStart.run();
            return masked(new AgentRun(file.get(), environment, timeout).with(lines), input);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", searchPath);
        environment.put("LANG", "C");
        return environment;
    }

    private static AgentResult masked(AgentResult result, AgentInput input) {
        if (result instanceof AgentResult.Exited exited) {
            return new AgentResult.Exited(exited.code(), input.mask(exited.words()));
        }
        if (result instanceof AgentResult.GivenUp givenUp) {
            return new AgentResult.GivenUp(givenUp.reason(), input.mask(givenUp.words()), givenUp.left());
        }
        return result;
    }
}
