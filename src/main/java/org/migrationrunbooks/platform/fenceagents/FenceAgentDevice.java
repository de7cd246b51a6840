package org.migrationrunbooks.platform.fenceagents;

import java.time.Clock;
import java.util.Locale;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PowerReading;
import org.migrationrunbooks.platform.PowerState;

/**
 * A device behind a fence agent.
 *
 * <p>By the agents' interface {@code status} ends with 0 for on, 2 for off, 1 for anything else. But a broken script ends with 2 as
 * well (a shell at a syntax error, Python where the file is missing), so a code counts only where the agent says {@code Status: OFF} or
 * {@code Status: ON} too; everything else is no answer.
 *
 * <p>{@code on} and {@code off} end with 1 for any failure, be it before or after the device was told. Therefore the status is read
 * first: where that fails (address, password, network), the device certainly was not told. Once {@code on} or {@code off} was
 * started, anything but 0 means that it may have been done.
 */
final class FenceAgentDevice implements FencingDevice {

    private static final int ON = 0;
    private static final int OFF = 2;

    private final String name;
    private final String platform;
    private final FenceAgent agent;
    private final HostParameters parameters;
    private final Clock clock;

    FenceAgentDevice(String name, String platform, FenceAgent agent, HostParameters parameters, Clock clock) {
        this.name = name;
        this.platform = platform;
        this.agent = agent;
        this.parameters = parameters;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String method() {
        return agent.name();
    }

    @Override
    public boolean serves(HostId host) {
        return host.platform().equals(platform) && parameters.has(host.name());
    }

    @Override
    public PowerReading power(HostId host) {
        requireServed(host);
        AgentResult result = agent.run("status", parameters.of(host.name()), () -> {});
        if (result instanceof AgentResult.Exited exited) {
            if (exited.code() == ON && says(exited, "status: on")) {
                return new PowerReading(PowerState.ON, clock.instant(), answer(exited));
            }
            if (exited.code() == OFF && says(exited, "status: off")) {
                return new PowerReading(PowerState.OFF, clock.instant(), answer(exited));
            }
        }
        throw new PlatformUnreachableException(
                "%s could not read the power state of %s: %s. Nothing was changed; check the device's address, account and network, then try again"
                        .formatted(this, host, told(result)),
                null);
    }

    @Override
    public String off(HostId host, EffectGuard guard) {
        return change("off", host, guard);
    }

    @Override
    public String on(HostId host, EffectGuard guard) {
        return change("on", host, guard);
    }

    private String change(String action, HostId host, EffectGuard guard) {
        power(host);
        AgentResult result = agent.run(action, parameters.of(host.name()), guard::beforeEffect);
        if (result instanceof AgentResult.NotStarted) {
            throw new PlatformUnreachableException(
                    "%s was not told to turn %s %s: %s".formatted(this, host, action, told(result)), null);
        }
        if (result instanceof AgentResult.Exited exited && exited.code() == 0) {
            return answer(exited);
        }
        throw new AnswerLostException(
                "%s was told to turn %s %s: %s. It may have done so, or do so later; read the power state before anything else"
                        .formatted(this, host, action, told(result)),
                null);
    }

    private void requireServed(HostId host) {
        if (!serves(host)) {
            throw new IllegalArgumentException(this + " is not configured for " + host);
        }
    }

    private static boolean says(AgentResult.Exited exited, String line) {
        return exited.words()
                .lines()
                .anyMatch(said -> said.strip().toLowerCase(Locale.ROOT).equals(line));
    }

    /** Its last line: agents print the result when they end, after the warnings of the libraries below them. */
    private static String answer(AgentResult.Exited exited) {
        return exited.words()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((earlier, later) -> later)
                .orElse("nothing");
    }

    private String told(AgentResult result) {
        if (result instanceof AgentResult.Exited exited) {
            return "%s ended with %d and said: %s".formatted(agent.name(), exited.code(), inOneLine(exited.words()));
        }
        if (result instanceof AgentResult.GivenUp givenUp) {
            return "%s %s and was ended%s; it had said: %s"
                    .formatted(
                            agent.name(),
                            givenUp.reason(),
                            givenUp.left().isEmpty()
                                    ? ""
                                    : ", but these of its processes could not be ended and may still act: "
                                            + givenUp.left(),
                            inOneLine(givenUp.words()));
        }
        return ((AgentResult.NotStarted) result).reason();
    }

    private static String inOneLine(String words) {
        String line =
                words.lines().map(String::strip).filter(said -> !said.isEmpty()).collect(Collectors.joining("; "));
        return line.isEmpty() ? "nothing" : line;
    }

    @Override
    public String toString() {
        return "fencing device " + name;
    }
}
