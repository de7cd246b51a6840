package org.migrationrunbooks.platform.simulated;

import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationRequest;

/**
 * What is fixed when a transfer starts.
 *
 * @param bandwidth bytes per second that it may use at most
 * @param dirtyRate bytes per second that the guest dirties at full speed
 * @param workingSet bytes that can be dirty at most
 * @param disks bytes of volumes that are copied before memory; zero where none are
 */
record TransferTerms(
        String operation,
        String instance,
        String from,
        String to,
        boolean autoConverge,
        boolean postCopy,
        long bandwidth,
        long memory,
        long dirtyRate,
        long workingSet,
        long startedAt,
        long disks) {

    static TransferTerms of(MigrationCommand command, Instance instance, long startedAt) {
        MigrationRequest request = command.request();
        long memory = instance.memory().bytes();
        return new TransferTerms(
                command.key().value(),
                instance.name(),
                request.from().name(),
                request.to().name(),
                request.strategy().autoConverge(),
                request.strategy().postCopy(),
                bytesPerSecond(request.bandwidth(), Long.MAX_VALUE),
                memory,
                bytesPerSecond(instance.load().dirtyRate(), 0),
                instance.load().workingSet() == null
                        ? memory
                        : Math.min(memory, instance.load().workingSet().bytes()),
                startedAt,
                request.strategy().copyDisks() ? instance.privateBytes().bytes() : 0);
    }

    /** All that is sent, what is dirtied meanwhile not counted. */
    long bytes() {
        return disks + memory;
    }

    private static long bytesPerSecond(@Nullable DataRate rate, long otherwise) {
        return rate == null ? otherwise : rate.bytesPerSecond();
    }
}
