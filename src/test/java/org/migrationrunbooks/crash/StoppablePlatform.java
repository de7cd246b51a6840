package org.migrationrunbooks.crash;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.platform.FaultInjection;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformHealth;
import org.migrationrunbooks.platform.Storage;

/** The real platform, with ports that can be held. */
record StoppablePlatform(Platform real, Hypervisor hypervisor, Optional<InstanceTasks> instanceTasks)
        implements Platform {

    StoppablePlatform(Platform real, StopPoints points) {
        this(
                real,
                new StoppableHypervisor(real.hypervisor(), points),
                real.instanceTasks().map(tasks -> new StoppableInstanceTasks(tasks, points)));
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public String type() {
        return real.type();
    }

    @Override
    public Storage storage() {
        return real.storage();
    }

    @Override
    public List<FencingDevice> fencingDevices() {
        return real.fencingDevices();
    }

    @Override
    public Optional<FaultInjection> faultInjection() {
        return real.faultInjection();
    }

    @Override
    public PlatformHealth health() {
        return real.health();
    }

    @Override
    public void close() {
        real.close();
    }
}
