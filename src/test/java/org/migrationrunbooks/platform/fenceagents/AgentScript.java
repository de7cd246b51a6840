package org.migrationrunbooks.platform.fenceagents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.FencingDevice;

/**
 * A small program that stands for a fence agent, and the device behind it. It notes what it was told in the folder {@code seen}:
 * {@code input}, {@code arguments}, {@code environment}, and in {@code actions} one line per run.
 */
record AgentScript(Path folder, String name) {

    static final HostId HOST = new HostId("rack-1", "node-a");
    static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
    static final String SECRET = "s3cr3t&with=odd 'signs'";

    private static final String PROLOGUE =
            """
            #!/bin/sh
            seen=%s/seen
            tee "$seen/input" >"$seen/input.now"
            action=$(sed -n 's/^action=//p' "$seen/input" | tail -n 1)
            echo "$action" >>"$seen/actions"
            echo "$# $*" >"$seen/arguments"
            env >"$seen/environment"
            """;

    /** A program that notes what it is told, then goes on with the body, where {@code $action} is what it is to do. */
    static AgentScript noting(Path folder, String body) {
        return new AgentScript(folder, "fence_fake").written(PROLOGUE.formatted(folder) + body);
    }

    AgentScript written(String content) {
        try {
            Files.createDirectories(folder.resolve("seen"));
            Files.writeString(folder.resolve(name), content);
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwx------"));
            Files.writeString(folder.resolve("password"), SECRET + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    FencingDevice device(Duration timeout) {
        return device(timeout, Map.of());
    }

    FencingDevice device(Duration timeout, Map<String, String> overrides) {
        Map<String, String> properties = new HashMap<>(Map.of("timeout", timeout.toMillis() + "ms"));
        properties.putAll(overrides);
        return new FenceAgentAdapter(System::getenv, Clock.fixed(NOW, ZoneOffset.UTC))
                .open(DeviceSettings.of(
                        """
                        {name: bmc, type: fence-agent, platform: rack-1, agent: %1$s/%2$s, parameters: {lanplus: "1"},
                         secret-files: {password: %1$s/password}, hosts: {node-a: {ip: 192.0.2.11}}}"""
                                .formatted(folder, name),
                        properties));
    }

    String seen(String what) {
        try {
            Path file = folder.resolve("seen").resolve(what);
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
