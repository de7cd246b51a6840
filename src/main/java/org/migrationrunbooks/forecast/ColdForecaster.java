package org.migrationrunbooks.forecast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;

/**
 * Foretells cold migrations: shut down, copy what is not shared, compare, boot. Of these only the copy follows from figures; the rest
 * depends on the guest, which the wide interval says.
 */
public final class ColdForecaster {

    private static final Forecast.Range SHUTDOWN = seconds(2, 8, 60);
    /** From its start to an instance that runs; assumed, since it depends on the guest. */
    public static final Forecast.Range BOOT = seconds(3, 10, 90);

    /** Both ends read what was copied once more and compare checksums; SHA-256 on a server's processor does well over 1 GB/s. */
    private static final double CHECKSUM_BYTES_PER_SECOND = 500e6;

    /** Share of a link's bandwidth that a copy gets at best, as a rule, and where others use it too. */
    private static final double[] SHARE = {1.0, 0.9, 0.5};

    private ColdForecaster() {}

    /**
     * What a cold migration is expected to be like. Its downtime is its total time where the instance runs, else nothing.
     *
     * @param disks what is copied
     * @param bandwidth of the link, or what the request allows of it
     * @param running whether the instance runs, and so has to be shut down and started
     */
    public static Forecast forecast(ByteSize disks, DataRate bandwidth, boolean running) {
        Forecast.Range total = copy(disks, bandwidth);
        List<String> notes = new ArrayList<>();
        notes.add("%s are copied over %s and compared.".formatted(disks, bandwidth));
        if (running) {
            total = plus(plus(total, SHUTDOWN), BOOT);
            notes.add("How long the guest takes to shut down and to boot is assumed, not measured.");
        }
        Forecast.Range downtime = running ? total : seconds(0, 0, 0);
        return new Forecast(Forecast.Convergence.CONVERGES, total, downtime, disks, 1, notes);
    }

    private static Forecast.Range copy(ByteSize disks, DataRate bandwidth) {
        if (disks.bytes() == 0) {
            return seconds(0, 0, 1);
        }
        double compare = disks.bytes() / CHECKSUM_BYTES_PER_SECOND;
        double alone = disks.bytes() / (double) Math.max(1, bandwidth.bytesPerSecond());
        return seconds(alone / SHARE[0] + compare / 2, alone / SHARE[1] + compare, alone / SHARE[2] + compare * 4);
    }

    private static Forecast.Range plus(Forecast.Range a, Forecast.Range b) {
        return new Forecast.Range(
                a.low().plus(b.low()), a.expected().plus(b.expected()), a.high().plus(b.high()));
    }

    private static Forecast.Range seconds(double low, double expected, double high) {
        return new Forecast.Range(duration(low), duration(expected), duration(high));
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
