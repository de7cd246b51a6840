package org.migrationrunbooks.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceState;

/**
 * An instance as its platform describes it now.
 *
 * @param uid the platform's immutable identity
 * @param dirtyBytesPerSecond how fast it writes its memory; left out where unknown, as is {@code workingSetBytes}
 * @param maxDowntimeMillis how long it may stand still at switch-over; left out where the configuration decides
 * @param antiAffinity group whose members are kept on different hosts
 */
record InstanceView(
        String name,
        String platform,
        String uid,
        String host,
        InstanceState state,
        int cpus,
        long memoryBytes,
        @Nullable Long dirtyBytesPerSecond,
        @Nullable Long workingSetBytes,
        @Nullable Long maxDowntimeMillis,
        @Nullable String antiAffinity,
        int priority,
        Map<String, String> labels,
        List<VolumeView> volumes) {

    static InstanceView of(Instance instance) {
        DataRate dirtyRate = instance.load().dirtyRate();
        ByteSize workingSet = instance.load().workingSet();
        Duration maxDowntime = instance.maxDowntime();
        return new InstanceView(
                instance.name(),
                instance.id().platform(),
                instance.uid(),
                instance.host().name(),
                instance.state(),
                instance.cpus(),
                instance.memory().bytes(),
                dirtyRate == null ? null : dirtyRate.bytesPerSecond(),
                workingSet == null ? null : workingSet.bytes(),
                maxDowntime == null ? null : maxDowntime.toMillis(),
                instance.antiAffinity(),
                instance.priority(),
                instance.labels(),
                instance.volumes().stream()
                        .map(volume ->
                                new VolumeView(volume.name(), volume.size().bytes(), volume.shared()))
                        .toList());
    }

    /** A disk; shared where the hosts reach the same bytes. */
    record VolumeView(String name, long sizeBytes, boolean shared) {}
}
