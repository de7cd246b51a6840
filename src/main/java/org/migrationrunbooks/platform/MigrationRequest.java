package org.migrationrunbooks.platform;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Strategy;

/**
 * A live migration as it is to be carried out.
 *
 * @param bandwidth what the transfer may use of the link; null for all of it
 * @param maxDowntime how long the instance may stand still at switch-over
 */
public record MigrationRequest(
        InstanceId instance,
        HostId from,
        HostId to,
        Strategy.Live strategy,
        @Nullable DataRate bandwidth,
        Duration maxDowntime) {}
