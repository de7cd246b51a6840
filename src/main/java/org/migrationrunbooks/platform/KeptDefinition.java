package org.migrationrunbooks.platform;

import java.time.Instant;
import java.util.Map;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;

/**
 * An instance as a host told of it, kept where it outlives the host.
 *
 * @param uid the platform's immutable identity of the instance
 * @param state as it was read
 * @param persistent whether the host knows it after a restart of its own; false where it was only arriving there
 * @param sizes of its volumes by their names, as far as they are known
 * @param definition in the platform's own terms, and complete, so it may hold secrets of the instance
 * @param readAt when the host told this, or last told the same
 */
public record KeptDefinition(
        InstanceId instance,
        String uid,
        HostId host,
        InstanceState state,
        boolean persistent,
        Map<String, ByteSize> sizes,
        String definition,
        Instant readAt) {

    public KeptDefinition {
        sizes = Map.copyOf(sizes);
    }

    /** The same, told at another time. */
    public KeptDefinition at(Instant time) {
        return new KeptDefinition(instance, uid, host, state, persistent, sizes, definition, time);
    }

    /** Whether the other one tells the same, whenever it was read. */
    public boolean tells(KeptDefinition other) {
        return equals(other.at(readAt));
    }

    /** Without the definition, whose secrets have no place in logs. */
    @Override
    public String toString() {
        return "%s (%s) on %s, %s at %s".formatted(instance, uid, host, state.code(), readAt);
    }
}
