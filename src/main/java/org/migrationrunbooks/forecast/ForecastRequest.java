package org.migrationrunbooks.forecast;

import java.time.Duration;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.fleet.Strategy;

/**
 * One migration to be foretold.
 *
 * @param platformType for calibration from past moves of the same kind of platform
 * @param memory configured size of the instance
 * @param load how fast it writes its memory; unknown values are covered by the interval
 * @param bandwidth what the transfer will get of the link
 * @param maxDowntime how long the instance may stand still at switch-over
 * @param disks what the volumes hold that a strategy which copies disks takes along, as the guest sees them
 */
public record ForecastRequest(
        String platformType,
        ByteSize memory,
        MemoryLoad load,
        DataRate bandwidth,
        Duration maxDowntime,
        Strategy.Live strategy,
        ByteSize disks) {

    /** A migration of memory only. */
    public ForecastRequest(
            String platformType,
            ByteSize memory,
            MemoryLoad load,
            DataRate bandwidth,
            Duration maxDowntime,
            Strategy.Live strategy) {
        this(platformType, memory, load, bandwidth, maxDowntime, strategy, ByteSize.ZERO);
    }

    /** What is copied of disks. */
    ByteSize disksCopied() {
        return strategy.copyDisks() ? disks : ByteSize.ZERO;
    }
}
