package org.migrationrunbooks.platform.simulated;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.fleet.Volume;

/** A fleet as people write it; see {@code fleets/demo.yaml}. */
record FleetFile(List<HostEntry> hosts, List<InstanceEntry> instances) {

    record HostEntry(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) int cpus,
            @JsonProperty(required = true) ByteSize memory,
            @JsonProperty(required = true) DataRate link,
            @Nullable String zone,
            @Nullable String cpuModel,
            @Nullable HostState state,
            @Nullable Map<String, String> labels) {

        HostEntry {
            Objects.requireNonNull(name, "name is empty");
            Objects.requireNonNull(memory, "memory is empty");
            Objects.requireNonNull(link, "link is empty");
        }
    }

    record InstanceEntry(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String host,
            @Nullable InstanceState state,
            @JsonProperty(required = true) int cpus,
            @JsonProperty(required = true) ByteSize memory,
            @Nullable DataRate dirtyRate,
            @Nullable ByteSize workingSet,
            @Nullable Duration maxDowntime,
            @Nullable String antiAffinity,
            @Nullable Integer priority,
            @Nullable Map<String, String> labels,
            @Nullable List<Volume> volumes) {

        InstanceEntry {
            Objects.requireNonNull(name, "name is empty");
            Objects.requireNonNull(host, "host is empty");
            Objects.requireNonNull(memory, "memory is empty");
        }
    }

    FleetFile {
        hosts = hosts == null ? List.of() : List.copyOf(hosts);
        instances = instances == null ? List.of() : List.copyOf(instances);
    }

    /**
     * The fleet under the ids of a platform.
     *
     * @throws IllegalArgumentException where an entry contradicts another; the message names the field
     */
    Fleet of(String platform) {
        Map<String, HostEntry> byName = new HashMap<>();
        for (int i = 0; i < hosts.size(); i++) {
            if (byName.put(hosts.get(i).name(), hosts.get(i)) != null) {
                throw wrong(
                        "hosts",
                        i,
                        "name",
                        "there are two hosts '" + hosts.get(i).name() + "'");
            }
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < instances.size(); i++) {
            InstanceEntry entry = instances.get(i);
            if (!names.add(entry.name())) {
                throw wrong("instances", i, "name", "there are two instances '" + entry.name() + "'");
            }
            HostEntry host = byName.get(entry.host());
            if (host == null) {
                throw wrong("instances", i, "host", "there is no host '%s'".formatted(entry.host()));
            }
            if (host.state() == HostState.DOWN && stateOf(entry) != InstanceState.STOPPED) {
                throw wrong(
                        "instances", i, "state", "host '%s' is down, so only stopped can be".formatted(entry.host()));
            }
            checkGuestTimes(i, entry);
            if (entry.state() == InstanceState.UNKNOWN) {
                throw wrong("instances", i, "state", "a fleet cannot begin with an unknown state");
            }
        }
        return new Fleet(
                hosts.stream().map(entry -> host(platform, entry)).toList(),
                instances.stream().map(entry -> instance(platform, entry)).toList());
    }

    private static void checkGuestTimes(int index, InstanceEntry entry) {
        try {
            GuestTimes.of(entry.labels() == null ? Map.of() : entry.labels());
        } catch (IllegalArgumentException e) {
            throw wrong("instances", index, "labels", String.valueOf(e.getMessage()));
        }
    }

    private static IllegalArgumentException wrong(String list, int index, String field, String what) {
        return new IllegalArgumentException("%s[%d].%s: %s".formatted(list, index, field, what));
    }

    private static Host host(String platform, HostEntry entry) {
        return new Host(
                new HostId(platform, entry.name()),
                entry.state() == null ? HostState.UP : entry.state(),
                entry.cpus(),
                entry.memory(),
                entry.link(),
                entry.zone(),
                entry.cpuModel(),
                entry.labels() == null ? Map.of() : entry.labels());
    }

    private static Instance instance(String platform, InstanceEntry entry) {
        String seed = platform + "/" + entry.name();
        return new Instance(
                new InstanceId(platform, entry.name()),
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString(),
                new HostId(platform, entry.host()),
                stateOf(entry),
                entry.cpus(),
                entry.memory(),
                new MemoryLoad(entry.dirtyRate(), entry.workingSet()),
                entry.maxDowntime(),
                entry.antiAffinity(),
                entry.priority() == null ? 0 : entry.priority(),
                entry.labels() == null ? Map.of() : entry.labels(),
                entry.volumes() == null ? List.of() : entry.volumes());
    }

    private static InstanceState stateOf(InstanceEntry entry) {
        return entry.state() == null ? InstanceState.RUNNING : entry.state();
    }
}
