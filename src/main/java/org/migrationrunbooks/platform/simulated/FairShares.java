package org.migrationrunbooks.platform.simulated;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Shares the links among concurrent transfers so that no transfer can get more without taking from one that has less (max-min
 * fairness, by progressive filling; Bertsekas and Gallager, Data Networks, 6.5.2). That is what equal TCP streams come close to. Links
 * are full duplex: what a host sends does not compete with what it receives.
 */
final class FairShares {

    /** One transfer that wants as much as it can get, {@code limit} bytes per second at most. */
    record Demand(long id, String from, String to, long limit) {}

    private FairShares() {}

    /**
     * The rates.
     *
     * @param capacity bytes per second of a host's link, each way
     * @return bytes per second by id of the demand
     */
    static Map<Long, Long> allocate(List<Demand> demands, ToLongFunction<String> capacity) {
        Map<Long, Long> rates = new HashMap<>();
        Map<String, Double> left = new HashMap<>();
        for (Demand demand : demands) {
            left.put(uplink(demand), (double) capacity.applyAsLong(demand.from()));
            left.put(downlink(demand), (double) capacity.applyAsLong(demand.to()));
        }
        List<Demand> rising = new ArrayList<>(demands);
        double level = 0;
        while (!rising.isEmpty()) {
            Map<String, Integer> sharers = sharers(rising);
            double step = Double.MAX_VALUE;
            for (Map.Entry<String, Integer> link : sharers.entrySet()) {
                step = Math.min(step, left.getOrDefault(link.getKey(), 0.0) / link.getValue());
            }
            for (Demand demand : rising) {
                step = Math.min(step, demand.limit() - level);
            }
            level += step;
            double reached = level;
            double taken = step;
            sharers.forEach((link, count) -> left.merge(link, -taken * count, Double::sum));
            // Half a byte per second is below what any rate is rounded to, and above what the additions get wrong.
            rising.removeIf(demand -> {
                boolean full = left.getOrDefault(uplink(demand), 0.0) < 0.5
                        || left.getOrDefault(downlink(demand), 0.0) < 0.5
                        || demand.limit() - reached < 0.5;
                if (full) {
                    rates.put(demand.id(), Math.round(reached));
                }
                return full;
            });
        }
        return rates;
    }

    private static Map<String, Integer> sharers(List<Demand> demands) {
        Map<String, Integer> sharers = new HashMap<>();
        for (Demand demand : demands) {
            sharers.merge(uplink(demand), 1, Integer::sum);
            sharers.merge(downlink(demand), 1, Integer::sum);
        }
        return sharers;
    }

    private static String uplink(Demand demand) {
        return "from " + demand.from();
    }

    private static String downlink(Demand demand) {
        return "to " + demand.to();
    }
}
