package org.migrationrunbooks.platform.simulated;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.LedgerEntry;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.StartResult;
import org.springframework.core.io.ByteArrayResource;

/** A simulated platform named {@code sim} in a database of its own, with the words in which its tests speak. */
final class SimulatedInstallation implements AutoCloseable {

    static final EffectGuard MAY_ACT = () -> {};

    /** Three hosts alike with links of 125 MB (decimal) per second, which makes the arithmetic of the tests easy. */
    static final String THREE_HOSTS =
            """
            hosts:
              - {name: node-a, cpus: 32, memory: 64GB, link: 1Gbit, zone: rack-1, cpuModel: Cascadelake}
              - {name: node-b, cpus: 32, memory: 64GB, link: 1Gbit, zone: rack-1, cpuModel: Cascadelake}
              - {name: node-c, cpus: 32, memory: 64GB, link: 1Gbit, zone: rack-2, cpuModel: Cascadelake}
            instances:
              - {name: idle, host: node-a, cpus: 2, memory: 1250000000, volumes: [{name: idle-root, size: 20GB, shared: true}]}
              - {name: idle-2, host: node-a, cpus: 2, memory: 1250000000}
              - {name: idle-3, host: node-b, cpus: 2, memory: 1250000000}
              - {name: writing, host: node-a, cpus: 2, memory: 1250000000, dirtyRate: 12500000, workingSet: 125000000}
              - {name: busy, host: node-a, cpus: 4, memory: 1250000000, dirtyRate: 250000000, workingSet: 500000000,
                 labels: {post-copy: allowed}}
              - {name: local, host: node-a, cpus: 2, memory: 1GB, volumes: [{name: local-root, size: 20GB, shared: false}]}
              - {name: off, host: node-a, state: stopped, cpus: 2, memory: 1GB}
            """;

    final String url;
    final Clock clock;
    final Duration callTimeout;
    private final String fleet;
    private SimulatedPlatform platform;

    SimulatedInstallation(String fleet, String url, Clock clock, Duration callTimeout) {
        this(fleet, url, clock, callTimeout, 1);
    }

    SimulatedInstallation(String fleet, String url, Clock clock, Duration callTimeout, double timeScale) {
        this.fleet = fleet;
        this.url = url;
        this.clock = clock;
        this.callTimeout = callTimeout;
        platform = open(timeScale);
    }

    static SimulatedInstallation of(String fleet, Clock clock) {
        return new SimulatedInstallation(fleet, memory(), clock, Duration.ofSeconds(10));
    }

    static String memory() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";
    }

    SimulatedPlatform open(double timeScale) {
        return new SimulatedPlatform("sim", simulator(timeScale));
    }

    Simulator simulator(double timeScale) {
        SimulatorSettings settings = new SimulatorSettings(null, url, timeScale, callTimeout);
        Simulator simulator = new Simulator(
                "sim",
                settings,
                FleetReader.read(new ByteArrayResource(fleet.getBytes(StandardCharsets.UTF_8)), "sim"),
                new SimulatorDatabase("sim", url, callTimeout),
                clock);
        simulator.setUpOnce();
        return simulator;
    }

    /** As when the application stops and starts again, perhaps with another time scale. */
    void restart(double timeScale) {
        platform.close();
        platform = open(timeScale);
    }

    SimulatedPlatform platform() {
        return platform;
    }

    Hypervisor hypervisor() {
        return platform.hypervisor();
    }

    FaultInjection faults() {
        return platform.faultInjection().orElseThrow();
    }

    void inject(Fault.Kind kind, String host) {
        faults().inject(new Fault(kind, host, null, null, null));
    }

    void ambush(Fault.Kind kind, String instance, double share) {
        faults().inject(new Fault(kind, null, instance, share, null));
    }

    MigrationCommand command(String instance, String from, String to, Strategy.Live strategy) {
        MigrationRequest request =
                new MigrationRequest(instance(instance), host(from), host(to), strategy, null, Duration.ofMillis(300));
        return command(request);
    }

    MigrationCommand command(MigrationRequest request) {
        return new MigrationCommand(
                OperationKey.of(RunbookId.random(), "transfer", 1),
                request,
                hypervisor().baseline(request.instance()));
    }

    MigrationHandle start(String instance, String from, String to) {
        return start(command(instance, from, to, Strategy.PLAIN));
    }

    MigrationHandle start(MigrationCommand command) {
        return ((StartResult.Accepted) hypervisor().start(command, MAY_ACT)).handle();
    }

    OperationProgress progress(MigrationHandle handle) {
        return ((MigrationStatus.Running) hypervisor().status(handle)).progress();
    }

    OperationOutcome outcome(MigrationHandle handle) {
        return ((MigrationStatus.Ended) hypervisor().status(handle)).outcome();
    }

    InstanceState state(String instance) {
        return hypervisor().inventory().instance(instance).orElseThrow().state();
    }

    long count(LedgerEvent event) {
        return faults().ledger().stream()
                .map(LedgerEntry::event)
                .filter(event.name()::equals)
                .count();
    }

    List<String> events() {
        return faults().ledger().stream().map(LedgerEntry::event).toList();
    }

    static InstanceId instance(String name) {
        return new InstanceId("sim", name);
    }

    static HostId host(String name) {
        return new HostId("sim", name);
    }

    @Override
    public void close() {
        platform.close();
    }
}
