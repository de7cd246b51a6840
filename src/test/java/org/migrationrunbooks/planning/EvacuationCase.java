package org.migrationrunbooks.planning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.scheduling.BootCaps;

/** A failed host {@code node-a} and what there is besides; sizes in GB. */
final class EvacuationCase {

    static final HostId DEAD = new HostId("demo", "node-a");
    static final int CPUS = 16;

    private final List<Host> hosts = new ArrayList<>(List.of(host("node-a", HostState.DOWN, 64, CPUS, Map.of())));
    private final List<Instance> elsewhere = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();
    final Map<InstanceId, HostId> running = new HashMap<>();
    final Map<InstanceId, String> doubts = new HashMap<>();
    final List<Reservations.Reservation> reservations = new ArrayList<>();
    final Map<InstanceId, List<Refusal>> objections = new HashMap<>();
    final Set<InstanceId> fromImage = new HashSet<>();
    double cpuAllocationRatio = 1;
    BootCaps caps = new BootCaps(4, 16);

    /** An instance, to be altered before it is put somewhere. */
    record Guest(
            String name,
            int memory,
            int cpus,
            int priority,
            @Nullable String group,
            InstanceState state,
            Map<String, String> labels,
            List<Volume> volumes) {

        static Guest of(String name, int memory) {
            return new Guest(
                    name,
                    memory,
                    1,
                    0,
                    null,
                    InstanceState.RUNNING,
                    Map.of(),
                    List.of(new Volume("root", ByteSize.of("20GB"), true)));
        }

        Guest cpus(int number) {
            return new Guest(name, memory, number, priority, group, state, labels, volumes);
        }

        Guest priority(int number) {
            return new Guest(name, memory, cpus, number, group, state, labels, volumes);
        }

        Guest group(@Nullable String of) {
            return new Guest(name, memory, cpus, priority, of, state, labels, volumes);
        }

        Guest state(InstanceState as) {
            return new Guest(name, memory, cpus, priority, group, as, labels, volumes);
        }

        Guest label(String key, String value) {
            return new Guest(name, memory, cpus, priority, group, state, Map.of(key, value), volumes);
        }

        Guest privateDisk() {
            return new Guest(
                    name,
                    memory,
                    cpus,
                    priority,
                    group,
                    state,
                    labels,
                    List.of(
                            new Volume("root", ByteSize.of("20GB"), true),
                            new Volume("scratch", ByteSize.of("400GB"), false)));
        }

        Instance on(HostId host) {
            return new Instance(
                    new InstanceId("demo", name),
                    "uid-" + name,
                    host,
                    state,
                    cpus,
                    ByteSize.of(memory + "GB"),
                    MemoryLoad.UNKNOWN,
                    null,
                    group,
                    priority,
                    labels,
                    volumes);
        }
    }

    static Guest guest(String name, int memory) {
        return Guest.of(name, memory);
    }

    static HostId host(String name) {
        return new HostId("demo", name);
    }

    static InstanceId id(String name) {
        return new InstanceId("demo", name);
    }

    private static Host host(String name, HostState state, int memory, int cpus, Map<String, String> labels) {
        return new Host(host(name), state, cpus, ByteSize.of(memory + "GB"), DataRate.of("10Gbit"), null, null, labels);
    }

    EvacuationCase with(String name, int memory) {
        return with(name, memory, CPUS);
    }

    EvacuationCase with(String name, int memory, int cpus) {
        hosts.add(host(name, HostState.UP, memory, cpus, Map.of()));
        return this;
    }

    EvacuationCase with(String name, int memory, HostState state) {
        hosts.add(host(name, state, memory, CPUS, Map.of()));
        return this;
    }

    EvacuationCase withOptedOut(String name, int memory) {
        hosts.add(host(name, HostState.UP, memory, CPUS, Map.of("runbooks", "opt-out")));
        return this;
    }

    /** Instances of the failed host. */
    EvacuationCase failed(Guest... guests) {
        for (Guest guest : guests) {
            instances.add(guest.on(DEAD));
        }
        return this;
    }

    /** An instance to consider which the platform has somewhere else. */
    EvacuationCase considered(Guest guest, String host) {
        instances.add(guest.on(host(host)));
        return this;
    }

    /** Instances of another host. */
    EvacuationCase on(String host, Guest... guests) {
        for (Guest guest : guests) {
            elsewhere.add(guest.on(host(host)));
        }
        return this;
    }

    EvacuationCase reserved(String host, Guest guest) {
        reservations.add(new Reservations.Reservation(
                host(host), id(guest.name()), guest.cpus(), ByteSize.of(guest.memory() + "GB")));
        return this;
    }

    EvacuationSituation situation() {
        List<Instance> all = new ArrayList<>(elsewhere);
        all.addAll(instances);
        return new EvacuationSituation(
                new FleetSnapshot("demo", Instant.parse("2030-05-17T09:30:00Z"), hosts, all),
                DEAD,
                instances,
                running,
                doubts,
                new Reservations(reservations),
                objections,
                fromImage);
    }

    List<Disposition> plan() {
        return new EvacuationPlanner(cpuAllocationRatio, caps).plan(situation());
    }

    Disposition planFor(String instance) {
        return plan().stream()
                .filter(disposition -> disposition.instance().equals(id(instance)))
                .findFirst()
                .orElseThrow();
    }
}
