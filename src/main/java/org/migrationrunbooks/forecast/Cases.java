package org.migrationrunbooks.forecast;

import java.util.List;
import java.util.stream.IntStream;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;

/**
 * The cases that a forecast considers: everything that the request leaves open takes the values of its distribution, spread
 * evenly and always alike, so that the same request gives the same forecast and a worse one never a better.
 */
final class Cases {

    private static final int COUNT = 500;
    /** Independent uncertain quantities. */
    private static final int DIMENSIONS = 5;
    /** The root of x^6 = x + 1, which makes the five-dimensional additive sequence fill the space evenly (M. Roberts, 2018). */
    private static final double GENERALIZED_GOLDEN_RATIO = 1.1347241384015194;

    /**
     * Pages that a guest has never touched are zero and cost next to nothing on the link, and no platform says how many there
     * are. A guest that has run for a while has filled its memory with caches; the freshly booted ones of the libvirt lab had
     * touched a little more than half of it.
     */
    static final double TOUCHED_AT_LEAST = 0.5;

    /**
     * What a volume does not hold yet is not sent, and platforms tell how large it is, not how full. A volume that has been in use
     * for years is as good as full.
     */
    static final double FILLED_AT_LEAST = 0.25;

    /** A measured or declared load is that of another hour. */
    static final double KNOWN_WITHIN = 1.25;

    /** Assumed where nobody measured: 90 % between 1 and 64 MB/s. */
    static final Spread UNKNOWN_DIRTY_RATE = Spread.around(8 << 20, 8);

    /** Assumed where nobody measured, as a share of the memory: 90 % between 2 and 50 %. */
    static final Spread UNKNOWN_WORKING_SET = Spread.around(0.1, 5);

    /**
     * A dirty rate counts each page once per measuring second (QEMU's {@code calc-dirty-rate}, libvirt's shortest period), so the
     * working set is at least what one second dirties.
     */
    private static final double MEASURED_OVER_SECONDS = 1;

    private final ForecastRequest request;
    private final Calibration calibration;
    private final Spread dirtyRate;
    private final Spread workingSet;

    Cases(ForecastRequest request, Calibration calibration) {
        this.request = request;
        this.calibration = calibration;
        DataRate rate = request.load().dirtyRate();
        this.dirtyRate =
                rate == null ? UNKNOWN_DIRTY_RATE : Spread.around((double) rate.bytesPerSecond(), KNOWN_WITHIN);
        ByteSize set = request.load().workingSet();
        double memory = request.memory().bytes();
        this.workingSet = set == null
                ? new Spread(UNKNOWN_WORKING_SET.median() * memory, UNKNOWN_WORKING_SET.high() * memory)
                : Spread.around((double) set.bytes(), KNOWN_WITHIN);
    }

    /** How each case would go. */
    List<Transfer> transfers() {
        return IntStream.rangeClosed(1, COUNT)
                .mapToObj(i -> withDisks(PreCopyModel.transfer(inputs(i), request.strategy()), i))
                .toList();
    }

    /** Disks are sent before memory, over the same link, and like it are slowed down by others. */
    private Transfer withDisks(Transfer memory, int index) {
        if (request.disksCopied().bytes() == 0) {
            return memory;
        }
        double[] quantile = quantiles(index);
        double filled = FILLED_AT_LEAST + (1 - FILLED_AT_LEAST) * quantile[0];
        double bytes = request.disksCopied().bytes() * filled;
        return memory.after(bytes / bandwidth(quantile[3]), bytes);
    }

    /** The median case of a request whose load is known. */
    static Transfer.Inputs expected(ForecastRequest request, DataRate rate, ByteSize set, Calibration calibration) {
        return new Transfer.Inputs(
                request.memory().bytes() * (1 + TOUCHED_AT_LEAST) / 2,
                rate.bytesPerSecond(),
                set.bytes(),
                request.bandwidth().bytesPerSecond() * calibration.efficiency() / calibration.slowdownAt(0.5),
                request.maxDowntime().toNanos() / 1e9,
                calibration.setupSeconds(),
                calibration.switchOver().median(),
                calibration.postCopyStall().median());
    }

    /** Where this case lies in each distribution. */
    private static double[] quantiles(int index) {
        double[] quantile = new double[DIMENSIONS];
        for (int d = 0; d < DIMENSIONS; d++) {
            double position = 0.5 + index / Math.pow(GENERALIZED_GOLDEN_RATIO, d + 1);
            quantile[d] = Math.max(position - Math.floor(position), 1e-6);
        }
        return quantile;
    }

    private double bandwidth(double slowdown) {
        return request.bandwidth().bytesPerSecond() * calibration.efficiency() / calibration.slowdownAt(slowdown);
    }

    private Transfer.Inputs inputs(int index) {
        double[] quantile = quantiles(index);
        double rate = dirtyRate.at(quantile[1]);
        double set = workingSet.at(quantile[2]);
        if (request.load().workingSet() == null && request.load().dirtyRate() != null) {
            set = Math.min(Math.max(set, rate * MEASURED_OVER_SECONDS), (double)
                    request.memory().bytes());
        }
        double touched = TOUCHED_AT_LEAST + (1 - TOUCHED_AT_LEAST) * quantile[0];
        return new Transfer.Inputs(
                request.memory().bytes() * touched,
                rate,
                set,
                bandwidth(quantile[3]),
                request.maxDowntime().toNanos() / 1e9,
                calibration.setupSeconds(),
                calibration.switchOver().at(quantile[4]),
                calibration.postCopyStall().at(quantile[4]));
    }
}
