package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What need not be tried, since its like has led nowhere: items that cannot be told apart, and bins that cannot. */
final class TriedBins {

    private final int[] kindOf;
    private final boolean[][] allowedOf;
    private final int[][] times;

    TriedBins(PackingProblem problem) {
        int kinds = 0;
        kindOf = new int[problem.items()];
        for (int item = 0; item < problem.items(); item++) {
            int other = 0;
            while (!problem.twins(item, other)) {
                other++;
            }
            kindOf[item] = other == item ? kinds++ : kindOf[other];
        }
        int bins = problem.bins().size();
        allowedOf = new boolean[bins][problem.items()];
        for (int bin = 0; bin < bins; bin++) {
            for (int item = 0; item < problem.items(); item++) {
                allowedOf[bin][item] = problem.allowed(item, bin);
            }
        }
        times = new int[bins][kinds];
    }

    void add(int item, int bin) {
        times[bin][kindOf[item]]++;
    }

    void remove(int item, int bin) {
        times[bin][kindOf[item]]--;
    }

    boolean has(int item, int bin) {
        return times[bin][kindOf[item]] > 0;
    }

    /** The bins in their order, those together that cannot be told apart. */
    List<List<Integer>> alike(Packing packing, List<Integer> bins) {
        List<List<Integer>> classes = new ArrayList<>();
        for (int bin : bins) {
            classes.stream()
                    .filter(alike -> alike(packing, alike.get(0), bin))
                    .findFirst()
                    .ifPresentOrElse(alike -> alike.add(bin), () -> classes.add(new ArrayList<>(List.of(bin))));
        }
        return classes;
    }

    private boolean alike(Packing packing, int bin, int other) {
        return packing.freeMemory(bin) == packing.freeMemory(other)
                && packing.freeCpus(bin) == packing.freeCpus(other)
                && packing.sameGroups(bin, other)
                && Arrays.equals(times[bin], times[other])
                && Arrays.equals(allowedOf[bin], allowedOf[other]);
    }
}
