package org.migrationrunbooks.platform.simulated;

import java.util.List;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Volume;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Storage;
import org.migrationrunbooks.platform.UnknownInstanceException;
import org.migrationrunbooks.platform.VolumeAccess;

/** Which host reaches which volume: shared ones every host whose storage works, others only a host that has a complete copy. */
final class SimulatedStorage implements Storage {

    private final Simulator simulator;

    SimulatedStorage(Simulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public List<VolumeAccess> access(InstanceId id, HostId host) {
        return simulator.ask(world -> {
            Instance instance = world.instance(id).orElseThrow(() -> new UnknownInstanceException(id));
            if (world.host(host).isEmpty() || world.silent(host.name())) {
                throw new PlatformUnreachableException(host + " does not answer", null);
            }
            return instance.volumes().stream()
                    .map(volume -> access(world, instance, volume, host))
                    .toList();
        });
    }

    private static VolumeAccess access(World world, Instance instance, Volume volume, HostId host) {
        if (world.faults().storageLost(host.name())) {
            return new VolumeAccess(volume, false, "reading " + volume.name() + " on " + host + ": I/O error");
        }
        if (!volume.shared() && !complete(world, instance, host)) {
            return new VolumeAccess(
                    volume,
                    false,
                    "%s is not on %s; its only copy is on %s".formatted(volume.name(), host, instance.host()));
        }
        return new VolumeAccess(volume, true, "read the first block of " + volume.name() + " on " + host);
    }

    /** A definition is written only when all volumes are there, and goes with them; what is arriving has no definition yet. */
    private static boolean complete(World world, Instance instance, HostId host) {
        return world.presences()
                .on(instance.name(), host.name())
                .filter(presence -> presence.role() != Presence.Role.INCOMING)
                .isPresent();
    }
}
