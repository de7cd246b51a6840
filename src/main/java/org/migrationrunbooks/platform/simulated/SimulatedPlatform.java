package org.migrationrunbooks.platform.simulated;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformHealth;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Storage;

/** A simulated installation; closing it only lets go of its database, and its transfers go on as time goes by. */
final class SimulatedPlatform implements Platform {

    private final String name;
    private final Simulator simulator;
    private final Hypervisor hypervisor;
    private final Storage storage;
    private final InstanceTasks instanceTasks;
    private final FencingDevice fencingDevice;
    private final SimulatedLifeSigns lifeSigns;
    private final FaultInjection faults;

    SimulatedPlatform(String name, Simulator simulator) {
        this.name = name;
        this.simulator = simulator;
        hypervisor = new SimulatedHypervisor(simulator);
        storage = new SimulatedStorage(simulator);
        instanceTasks = new SimulatedInstanceTasks(simulator);
        fencingDevice = new SimulatedFencingDevice(name, simulator);
        lifeSigns = new SimulatedLifeSigns(simulator);
        faults = new SimulatedFaults(simulator);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String type() {
        return SimulatedAdapter.TYPE;
    }

    @Override
    public Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Optional<InstanceTasks> instanceTasks() {
        return Optional.of(instanceTasks);
    }

    @Override
    public List<FencingDevice> fencingDevices() {
        return List.of(fencingDevice);
    }

    @Override
    public List<LifeSign> lifeSigns(HostId host) {
        return lifeSigns.of(host);
    }

    @Override
    public Optional<FaultInjection> faultInjection() {
        return Optional.of(faults);
    }

    @Override
    public PlatformHealth health() {
        try {
            return simulator.ask(world -> {
                long silent = world.hosts().stream()
                        .filter(host -> world.silent(host.name()))
                        .count();
                return new PlatformHealth(
                        true,
                        "simulated: %d hosts, %d of them silent; %s simulated seconds per second"
                                .formatted(
                                        world.hosts().size(),
                                        silent,
                                        world.time().scale()));
            });
        } catch (PlatformUnreachableException e) {
            return new PlatformHealth(false, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        simulator.close();
    }
}
