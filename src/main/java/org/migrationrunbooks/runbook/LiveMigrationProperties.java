package org.migrationrunbooks.runbook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How live migrations are carried out where neither the request nor the instance says otherwise.
 *
 * @param maxDowntime how long an instance may stand still at switch-over
 * @param cpuAllocationRatio virtual processors offered per real one
 * @param automaticAttempts how often a transfer is tried before a person is asked, the first included
 * @param retryPause between two automatic attempts
 * @param stallTimeout a transfer that moves no byte for this long is cancelled
 * @param patience how many times the forecast's upper bound a transfer may take before it is escalated, and again before it is
 *     cancelled
 */
@ConfigurationProperties("runbooks.live-migration")
public record LiveMigrationProperties(
        @DefaultValue("500ms") Duration maxDowntime,
        @DefaultValue("4.0") double cpuAllocationRatio,
        @DefaultValue("2") int automaticAttempts,
        @DefaultValue("10s") Duration retryPause,
        @DefaultValue("20s") Duration stallTimeout,
        @DefaultValue("2.0") double patience) {}
