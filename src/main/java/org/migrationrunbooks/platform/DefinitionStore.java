package org.migrationrunbooks.platform;

import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;

/**
 * Keeps what hosts told of their instances, for platforms of which nobody but the hosts themselves knows: a dead host cannot tell what
 * it had. What is kept was read at its time and proves nothing of now.
 *
 * <p>Every change is committed when the call returns, whatever becomes of a transaction of the caller's. What did not change is not
 * written.
 */
public interface DefinitionStore {

    /**
     * Keeps what a host told of everything it has, in the place of what it told before. An older listing than the one that is kept
     * changes nothing, and a definition that was kept by itself after the host was asked stays.
     */
    void keep(KeptHost host);

    /** Keeps one definition, in the place of what the host told of that instance before. */
    void keep(KeptDefinition definition);

    /**
     * Keeps a definition that was seen to run, with no migration of it under way. What other hosts told of the same instance before is
     * outlived by that, and forgotten.
     */
    void settle(KeptDefinition running);

    /** The host has nothing of the instance. Idempotent. */
    void forget(HostId host, InstanceId instance);

    /** What a host told last; empty where it never did. */
    Optional<KeptHost> host(HostId host);

    /** What a host told last of one instance; empty where it had nothing of it. */
    Optional<KeptDefinition> find(HostId host, InstanceId instance);
}
