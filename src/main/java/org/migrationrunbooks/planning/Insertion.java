package org.migrationrunbooks.planning;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adds items to a packing one after the other. Where none has room as it is, others give way: an item moves to another bin, which may
 * push out one more, and so on for a few moves (an ejection chain).
 */
final class Insertion {

    private static final int LONGEST_CHAIN = 3;

    /** Moves tried for one item, at the most. */
    private static final int PATIENCE = 4_000;

    /** Which of the bins with room is taken. */
    enum Fit {
        /** The one with the most left: the load is spread. */
        LOOSEST,
        /** The one with the least left: large gaps stay open for large items. */
        TIGHTEST
    }

    private final PackingProblem problem;
    private final Packing packing;
    private final Fit fit;
    private final boolean[] moving;
    private int tries;

    /** Inserts into this packing, which is changed. */
    Insertion(PackingProblem problem, Packing packing, Fit fit) {
        this.problem = problem;
        this.packing = packing;
        this.fit = fit;
        this.moving = new boolean[problem.items()];
    }

    /** Adds the item if a bin has room for it or can be given it; every other item stays packed. */
    boolean insert(int item) {
        tries = PATIENCE;
        return insert(item, 0) || IntStream.rangeClosed(1, LONGEST_CHAIN).anyMatch(chain -> insert(item, chain));
    }

    private boolean insert(int item, int chain) {
        List<Integer> bins = bins(item);
        for (int bin : bins) {
            if (packing.fits(item, bin)) {
                packing.put(item, bin);
                return true;
            }
        }
        if (chain == 0) {
            return false;
        }
        moving[item] = true;
        boolean inserted = bins.stream().anyMatch(bin -> insertInPlaceOfAnother(item, bin, chain));
        moving[item] = false;
        return inserted;
    }

    private boolean insertInPlaceOfAnother(int item, int bin, int chain) {
        for (int other = 0; other < problem.items(); other++) {
            if (!packing.packed(other) || packing.bin(other) != bin || moving[other]) {
                continue;
            }
            if (--tries < 0) {
                return false;
            }
            packing.take(other);
            if (packing.fits(item, bin)) {
                packing.put(item, bin);
                if (insert(other, chain - 1)) {
                    return true;
                }
                packing.take(item);
            }
            packing.put(other, bin);
        }
        return false;
    }

    private List<Integer> bins(int item) {
        Comparator<Integer> tightest = Comparator.comparing(bin -> left(item, bin));
        return IntStream.range(0, problem.bins().size())
                .boxed()
                .filter(bin -> problem.allowed(item, bin))
                .sorted(
                        switch (fit) {
                            case TIGHTEST -> tightest;
                            case LOOSEST -> tightest.reversed();
                        })
                .toList();
    }

    /** The smaller of the shares of memory and of processors that the bin would have left. */
    private double left(int item, int bin) {
        PackingProblem.Bin all = problem.bins().get(bin);
        return Math.min(
                (packing.freeMemory(bin) - problem.memory(item)) / (double) Math.max(1, all.memory()),
                (packing.freeCpus(bin) - problem.cpus(item)) / (double) Math.max(1, all.cpus()));
    }
}
