package org.migrationrunbooks.platform;

import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;

/**
 * An instance as one host shows it.
 *
 * @param uid the platform's immutable identity of the instance
 * @param incoming whether it is only arriving here: paused while its memory comes in
 * @param mark the key of the operation marked last on it; null where none is
 * @param transferring whether a migration of it is under way here
 */
public record Sighting(
        HostId host,
        String uid,
        InstanceState state,
        boolean incoming,
        boolean transferring,
        @Nullable OperationKey mark) {}
