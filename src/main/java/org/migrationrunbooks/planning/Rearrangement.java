package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Makes room for one more item by emptying a few bins and packing them anew, other ones each time. Where there is no room, the bins stay
 * packed in another way, from which the next attempt starts. Chance decides which bins, but always in the same way.
 */
final class Rearrangement {

    private static final int BINS = 4;

    /** For one item. */
    private static final int ATTEMPTS = 120;

    /** For all items. */
    private static final int ALL_ATTEMPTS = 800;

    private static final int NODES = 150;

    private final PackingProblem problem;
    private final int[] none;
    private final SplittableRandom chance = new SplittableRandom(1);
    private int attempts = ALL_ATTEMPTS;

    Rearrangement(PackingProblem problem) {
        this.problem = problem;
        this.none = new int[problem.levels()];
    }

    /** A packing with these items too as far as there was room for them, the first ones first. */
    Packing with(List<Integer> items, Packing packing) {
        Packing result = packing;
        for (int item : items) {
            result = with(item, result);
        }
        return result;
    }

    private Packing with(int item, Packing before) {
        Packing packing = before;
        for (int attempt = 0; attempt < ATTEMPTS && attempts > 0 && enoughInAll(item, packing); attempt++) {
            attempts--;
            Packing emptied = packing.copy();
            List<Integer> taken = empty(emptied, item);
            PackingSearch another = search(emptied, taken);
            if (another.run() == PackingSearch.Answer.FOUND) {
                packing = another.packing();
            }
            taken.add(item);
            PackingSearch search = search(emptied, taken);
            if (search.run() == PackingSearch.Answer.FOUND) {
                return search.packing();
            }
        }
        return packing;
    }

    /** Whether what all bins have left would do if it were in one. */
    private boolean enoughInAll(int item, Packing packing) {
        int bins = problem.bins().size();
        return IntStream.range(0, bins).mapToLong(packing::freeMemory).sum() >= problem.memory(item)
                && IntStream.range(0, bins).mapToLong(packing::freeCpus).sum() >= problem.cpus(item);
    }

    private PackingSearch search(Packing from, List<Integer> items) {
        int[] sorted = items.stream().mapToInt(Integer::intValue).sorted().toArray();
        return new PackingSearch(problem, from, sorted, none, NODES, chance.nextLong());
    }

    /** Empties some bins, one of them one to which the item may go. */
    private List<Integer> empty(Packing packing, int item) {
        List<Integer> bins = new ArrayList<>(
                IntStream.range(0, problem.bins().size()).boxed().toList());
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < BINS && !bins.isEmpty(); i++) {
            int bin = bins.remove(chance.nextInt(bins.size()));
            while (i == 0 && !problem.allowed(item, bin) && !bins.isEmpty()) {
                bin = bins.remove(chance.nextInt(bins.size()));
            }
            for (int other = 0; other < problem.items(); other++) {
                if (packing.packed(other) && packing.bin(other) == bin) {
                    packing.take(other);
                    taken.add(other);
                }
            }
        }
        return taken;
    }
}
