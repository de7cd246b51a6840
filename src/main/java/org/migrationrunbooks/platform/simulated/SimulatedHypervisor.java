package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.platform.Baseline;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.Capabilities;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.PreflightReport;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.StartResult;
import org.migrationrunbooks.platform.Trace;
import org.migrationrunbooks.platform.UnknownInstanceException;
import org.migrationrunbooks.platform.Whereabouts;

/** What can be asked of the simulated hosts; what they are told to do is in the classes that this one hands on to. */
final class SimulatedHypervisor implements Hypervisor {

    private final Simulator simulator;
    private final MigrationStart starts;
    private final MigrationReading readings;
    private final MigrationSteering steering;

    SimulatedHypervisor(Simulator simulator) {
        this.simulator = simulator;
        starts = new MigrationStart(simulator);
        readings = new MigrationReading(simulator);
        steering = new MigrationSteering(simulator);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true, true, true, true, true);
    }

    @Override
    public FleetSnapshot inventory() {
        return simulator.ask(world -> new FleetSnapshot(
                world.name(),
                world.instant(),
                world.hosts().stream().map(host -> asSeen(world, host)).toList(),
                world.instances().all().stream()
                        .map(instance -> asSeen(world, instance))
                        .toList()));
    }

    private static Host asSeen(World world, Host host) {
        return !world.silent(host.name()) ? host : host.in(HostState.DOWN);
    }

    private static Instance asSeen(World world, Instance instance) {
        // What was off before its host fell silent is known to be off.
        return !world.silent(instance.host().name()) || instance.state() == InstanceState.STOPPED
                ? instance
                : new Instance(
                        instance.id(),
                        instance.uid(),
                        instance.host(),
                        InstanceState.UNKNOWN,
                        instance.cpus(),
                        instance.memory(),
                        instance.load(),
                        instance.maxDowntime(),
                        instance.antiAffinity(),
                        instance.priority(),
                        instance.labels(),
                        instance.volumes());
    }

    @Override
    public Whereabouts whereabouts(InstanceId id) {
        return simulator.ask(world -> new Whereabouts(
                id,
                world.instant(),
                world.instance(id).map(instance -> sightings(world, instance)).orElse(List.of()),
                world.hosts().stream()
                        .map(Host::id)
                        .filter(host -> world.silent(host.name()))
                        .toList()));
    }

    private static List<Sighting> sightings(World world, Instance instance) {
        Optional<OperationKey> mark = world.instances().mark(instance.name());
        boolean moving = world.presences().moving(instance.name());
        return world.presences().of(instance.name()).stream()
                .filter(presence -> !world.silent(presence.host()))
                .map(presence -> new Sighting(
                        world.id(presence.host()),
                        instance.uid(),
                        presence.state(),
                        presence.role() == Presence.Role.INCOMING,
                        moving && presence.role() != Presence.Role.COPY && !presence.leftover(),
                        mark.orElse(null)))
                .toList();
    }

    @Override
    public MemoryLoad measureLoad(InstanceId id) {
        return simulator.ask(world -> answering(world, id).load());
    }

    @Override
    public PreflightReport preflight(MigrationRequest request) {
        return simulator.ask(world -> new PreflightReport(PreflightRules.check(world, request)));
    }

    @Override
    public Baseline baseline(InstanceId id) {
        return simulator.ask(world -> {
            Instance instance = answering(world, id);
            String marker = world.instances()
                    .mark(instance.name())
                    .map(OperationKey::value)
                    .orElse("");
            return new Baseline(instance.uid(), marker);
        });
    }

    /** The instance as its own host tells of it. */
    private static Instance answering(World world, InstanceId id) {
        Instance instance = world.instance(id).orElseThrow(() -> new UnknownInstanceException(id));
        if (world.silent(instance.host().name())) {
            throw new PlatformUnreachableException(instance.host() + " does not answer", null);
        }
        return instance;
    }

    @Override
    public Trace find(MigrationCommand command) {
        return readings.find(command);
    }

    @Override
    public StartResult start(MigrationCommand command, EffectGuard guard) {
        return starts.start(command, guard);
    }

    @Override
    public MigrationStatus status(MigrationHandle handle) {
        return readings.status(handle);
    }

    @Override
    public CancelResult cancel(MigrationHandle handle, EffectGuard guard) {
        return steering.cancel(handle, guard);
    }

    @Override
    public List<Escalation> escalations(MigrationHandle handle) {
        return readings.escalations(handle);
    }

    @Override
    public void escalate(MigrationHandle handle, Escalation escalation, EffectGuard guard) {
        steering.escalate(handle, escalation, guard);
    }
}
