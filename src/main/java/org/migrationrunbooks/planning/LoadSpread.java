package org.migrationrunbooks.planning;

/**
 * Evens out a packing: moves one item at a time to where it makes the sum of the squared loads smallest, until no move makes it smaller.
 * What is packed stays packed.
 */
final class LoadSpread {

    /** Below this a gain is one of rounding. */
    private static final double LEAST_GAIN = 1e-9;

    private final PackingProblem problem;
    private final Packing packing;

    LoadSpread(PackingProblem problem, Packing packing) {
        this.problem = problem;
        this.packing = packing;
    }

    void spread() {
        int moves = 4 * problem.items();
        while (moves-- > 0 && moveOne()) {
            // The best move of all is made each time.
        }
    }

    private boolean moveOne() {
        double best = LEAST_GAIN;
        int moved = -1;
        int to = -1;
        for (int item = 0; item < problem.items(); item++) {
            if (!packing.packed(item)) {
                continue;
            }
            int from = packing.take(item);
            double before = cost(from, item);
            for (int bin = 0; bin < problem.bins().size(); bin++) {
                double gain = packing.fits(item, bin) ? before - cost(bin, item) : 0;
                if (gain > best) {
                    best = gain;
                    moved = item;
                    to = bin;
                }
            }
            packing.put(item, from);
        }
        if (moved >= 0) {
            packing.take(moved);
            packing.put(moved, to);
        }
        return moved >= 0;
    }

    /** By how much the sum of the squared loads grows when the item comes to the bin. */
    private double cost(int bin, int item) {
        PackingProblem.Bin all = problem.bins().get(bin);
        return growth((double) all.memory() - packing.freeMemory(bin), (double) problem.memory(item), (double)
                        all.memory())
                + growth((double) all.cpus() - packing.freeCpus(bin), problem.cpus(item), all.cpus());
    }

    private static double growth(double load, double added, double capacity) {
        double before = load / Math.max(1, capacity);
        double after = (load + added) / Math.max(1, capacity);
        return after * after - before * before;
    }
}
