package org.migrationrunbooks.forecast;

/**
 * A positive quantity that is known up to a factor: log-logistic, so that half as much is as likely as twice as much.
 *
 * @param median the value that is exceeded as often as not
 * @param high the 95th percentile; the 5th is as many times smaller than the median as this is larger
 */
record Spread(double median, double high) {

    Spread {
        if (median < 0 || high < median) {
            throw new IllegalArgumentException("not a spread: median %s, high %s".formatted(median, high));
        }
    }

    /** A value that may be off by this factor in either direction, nine times out of ten by less. */
    static Spread around(double value, double factor) {
        return new Spread(value, value * factor);
    }

    /** The value at this quantile, between 0 and 1 exclusively. */
    double at(double quantile) {
        return median == 0 ? 0 : median * Math.pow(high / median, logit(quantile) / logit(0.95));
    }

    private static double logit(double quantile) {
        return Math.log(quantile / (1 - quantile));
    }
}
