package org.migrationrunbooks.platform;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;

/**
 * What a host told of itself, and of everything that it had.
 *
 * @param cpus logical processors offered to instances
 * @param memory offered to instances
 * @param cpuModel what the guests see; null where unknown
 * @param readAt when it was asked: what came to it later is not in here
 * @param definitions everything that it had, also what was off
 */
public record KeptHost(
        HostId host,
        int cpus,
        ByteSize memory,
        @Nullable String cpuModel,
        Instant readAt,
        List<KeptDefinition> definitions) {

    public KeptHost {
        definitions = List.copyOf(definitions);
    }
}
