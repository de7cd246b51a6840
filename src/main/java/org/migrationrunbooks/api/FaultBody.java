package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.Fault;

/**
 * A failure on request; each kind needs some of the rest, and the platform says which.
 *
 * @param host for faults of hosts, links, storage and fencing
 * @param instance for faults of transfers; left out for the next one
 * @param share at which share of the transfer, 0 to 1
 * @param delay for slow and late answers
 */
@Schema(example = "{\"kind\": \"TRANSFER_FAILS\", \"share\": 0.5}")
record FaultBody(
        @NotNull(message = DecisionBodies.MISSING) Fault.Kind kind,
        @Nullable String host,
        @Nullable String instance,
        @Nullable Double share,
        @Nullable Duration delay) {

    Fault fault() {
        return new Fault(kind, host, instance, share, delay);
    }
}
