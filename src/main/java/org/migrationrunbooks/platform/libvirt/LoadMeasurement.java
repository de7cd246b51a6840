package org.migrationrunbooks.platform.libvirt;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.platform.UnknownInstanceException;

/** Has QEMU sample which pages of an instance change within a second. */
final class LoadMeasurement {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    /** Somebody waits for the forecast; a glance costs QEMU nothing. */
    private static final long GLANCE_MILLIS = 40;

    private static final int MEASURED = 2;

    private final LibvirtHosts hosts;

    LoadMeasurement(LibvirtHosts hosts) {
        this.hosts = hosts;
    }

    /** The load; unknown where the instance does not run or is being migrated, since QEMU then does not measure. */
    MemoryLoad of(InstanceId instance) {
        LibvirtHosts.Placed placed = hosts.locate(instance).orElseThrow(() -> new UnknownInstanceException(instance));
        if (placed.view().instanceState() != InstanceState.RUNNING
                || placed.view().leaving()) {
            return MemoryLoad.UNKNOWN;
        }
        HostLink link = placed.host().link();
        if (!link.ask(connection -> connection.domain(instance.name(), LoadMeasurement::begin))
                .orElse(false)) {
            return MemoryLoad.UNKNOWN;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            pause();
            Optional<MemoryLoad> load = link.ask(connection -> connection.domain(
                            instance.name(), domain -> domain.jobs().dirtyRate()))
                    .flatMap(LoadMeasurement::load);
            if (load.isPresent()) {
                return load.get();
            }
        }
        return MemoryLoad.UNKNOWN;
    }

    private static boolean begin(Domain domain) {
        try {
            domain.jobs().measureDirtyRate(PERIOD);
            return true;
        } catch (LibvirtException e) {
            return false; // a QEMU that cannot, or a measurement by somebody else is under way
        }
    }

    static Optional<MemoryLoad> load(Map<String, Object> stats) {
        return stats.get("dirtyrate.calc_status") instanceof Integer status
                        && status == MEASURED
                        && stats.get("dirtyrate.megabytes_per_second") instanceof Long mebibytes
                ? Optional.of(new MemoryLoad(DataRate.ofMebibytesPerSecond(mebibytes), null))
                : Optional.empty();
    }

    private static void pause() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        never.completeOnTimeout(null, GLANCE_MILLIS, TimeUnit.MILLISECONDS).join();
    }
}
