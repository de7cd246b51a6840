package org.migrationrunbooks.forecast;

import java.util.List;

/**
 * What measurement has taught about transfers, beyond what the model derives.
 *
 * <p>{@link #MEASURED} is what {@code CalibrateForecast} in {@code src/bench} found in 1000 measured live migrations of QEMU/KVM
 * guests (2 and 3 GB in use, links of 500 and 1000 Mbit/s, up to ten at a time). Fitted to the 520 of the scenarios with odd
 * numbers and judged by the 480 others, whose total time it foretells with a median absolute error of 2.0 % and, in 89.0 % of
 * them, within the 5th and the 95th percentile. All of them dirtied their memory alike (2 MB/s in a hot set of 96 MB), so they
 * say nothing about dirty rates: that part rests on the model. Switch-over and post-copy stall come from single runs in a
 * libvirt 11 lab, where the gap seen from outside exceeded the downtime limit by 33 to 326 ms and was 653 to 1830 ms with post-copy.
 *
 * @param efficiency share of the link's nominal bandwidth that carries memory pages; the rest is protocol
 * @param setupSeconds from the request until the first page is on the link
 * @param slowdown by which factor a transfer is slower than it should be, as quantiles at even distances from the smallest to the
 *     largest; others on the same link make the long tail
 * @param switchOver seconds that the instance stands still on top of the last copy: device state, resume, announcement
 * @param postCopyStall seconds until an instance that was switched over early gets on again
 */
record Calibration(
        double efficiency, double setupSeconds, List<Double> slowdown, Spread switchOver, Spread postCopyStall) {

    static final Calibration MEASURED = new Calibration(
            0.943,
            1.7,
            List.of(
                    0.945, 0.963, 0.979, 0.979, 0.979, 0.981, 0.981, 0.981, 1.000, 1.000, 1.000, 1.000, 1.006, 1.033,
                    1.054, 1.072, 1.108, 1.126, 1.144, 1.198, 3.110),
            new Spread(0.2, 0.4),
            new Spread(1.0, 1.9));

    Calibration {
        slowdown = List.copyOf(slowdown);
        if (efficiency <= 0 || efficiency > 1 || setupSeconds < 0 || slowdown.size() < 2) {
            throw new IllegalArgumentException("not a calibration: efficiency %s, set-up %s s, slowdown %s"
                    .formatted(efficiency, setupSeconds, slowdown));
        }
    }

    /** The slowdown at this quantile, interpolated. */
    double slowdownAt(double quantile) {
        double position = quantile * (slowdown.size() - 1);
        int below = Math.min((int) position, slowdown.size() - 2);
        double share = position - below;
        return slowdown.get(below) * (1 - share) + slowdown.get(below + 1) * share;
    }
}
