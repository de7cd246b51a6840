package org.migrationrunbooks.runbook.operations;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long operations are worked.
 *
 * @param pollInterval how often waiting tasks are looked for
 * @param tickInterval how often the platform is asked how far an operation is
 * @param lease how long a task stays with a worker that says nothing; at least five times the extension interval
 * @param leaseExtension how often a lease is extended
 * @param doubt how long a start whose answer was lost may stay without any trace before a person is asked
 * @param silence how long a platform may give no answer before a person is asked
 * @param powerPatience how long the devices of a host are tried before a person is asked
 * @param powerGrace how long the hypervisor of a host that was read as off may go on answering before the device is doubted
 * @param cancelTimeout how long a cancelled operation may take to end before a person is asked
 * @param capacity how many operations one node works at the same time
 * @param threads how many calls to platforms one node makes at the same time
 * @param sweepInterval how often operations are looked for whose task was deleted under them, and runs whose cancellation came
 *     before they waited for somebody
 */
@ConfigurationProperties("runbooks.operations")
record OperationProperties(
        @DefaultValue("100ms") Duration pollInterval,
        @DefaultValue("250ms") Duration tickInterval,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("5s") Duration leaseExtension,
        @DefaultValue("2m") Duration doubt,
        @DefaultValue("5m") Duration silence,
        @DefaultValue("1m") Duration powerPatience,
        @DefaultValue("10s") Duration powerGrace,
        @DefaultValue("1m") Duration cancelTimeout,
        @DefaultValue("100") int capacity,
        @DefaultValue("8") int threads,
        @DefaultValue("10s") Duration sweepInterval) {

    private static final int POWER_TRIES = 6;

    OperationProperties {
        if (lease.compareTo(leaseExtension.multipliedBy(5)) < 0) {
            throw new IllegalArgumentException(
                    "runbooks.operations.lease must be at least five times runbooks.operations.lease-extension");
        }
    }

    /**
     * Between two tries with the devices of a host: short enough that there are several within the patience, and at most 10 s.
     *
     * @param inDoubt whether its hypervisor is waited for to fall silent
     */
    Duration powerPause(boolean inDoubt) {
        Duration share = (inDoubt ? powerGrace : powerPatience).dividedBy(POWER_TRIES);
        return share.compareTo(TransferWatch.AGAIN) < 0 ? share : TransferWatch.AGAIN;
    }
}
