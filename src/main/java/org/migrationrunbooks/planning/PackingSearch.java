package org.migrationrunbooks.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Adds items to a packing so that so many per level are left out and no more, by trying one item after the other in each bin and going
 * back where it leads nowhere. What was packed before stays where it is. The item with the fewest bins left comes first. What has led nowhere with an
 * item is not tried again with its twin, nor with a bin that looks the same.
 */
final class PackingSearch {

    /** How a search ended. */
    enum Answer {
        FOUND,
        /** There is none. */
        NONE,
        /** The nodes were used up before it was known. */
        GIVEN_UP
    }

    private final PackingProblem problem;
    private final PackingBounds bounds;
    private final int[] items;
    private final int[] mayLeaveOut;
    private final Packing packing;
    private final boolean[] leftOut;
    private final TriedBins tried;
    private final Optional<SplittableRandom> shuffle;
    private int nodes;

    /**
     * A search from this packing, which it leaves as it is.
     *
     * @param items to be added
     * @param mayLeaveOut items per level
     * @param nodes how many attempts at the most
     * @param seed of another order in which bins are tried; 0 for the tightest first
     */
    PackingSearch(PackingProblem problem, Packing from, int[] items, int[] mayLeaveOut, int nodes, long seed) {
        this.problem = problem;
        this.packing = from.copy();
        this.items = items;
        this.mayLeaveOut = mayLeaveOut.clone();
        this.nodes = nodes;
        this.leftOut = new boolean[problem.items()];
        this.tried = new TriedBins(problem);
        this.bounds = new PackingBounds(problem, items);
        this.shuffle = seed == 0 ? Optional.empty() : Optional.of(new SplittableRandom(seed));
    }

    Answer run() {
        return pack();
    }

    /** What was found. */
    Packing packing() {
        return packing;
    }

    int nodesLeft() {
        return nodes;
    }

    private Answer pack() {
        if (--nodes < 0) {
            return Answer.GIVEN_UP;
        }
        int item = hardest();
        if (item < 0) {
            return Answer.FOUND;
        }
        if (!bounds.allow(packing, leftOut, mayLeaveOut)) {
            return Answer.NONE;
        }
        List<Integer> failed = new ArrayList<>();
        Answer answer = Answer.NONE;
        for (List<Integer> alike : tried.alike(packing, bins(item))) {
            int bin = alike.get(0);
            packing.put(item, bin);
            answer = pack();
            if (answer != Answer.NONE) {
                break;
            }
            packing.take(item);
            alike.forEach(same -> tried.add(item, same));
            failed.addAll(alike);
        }
        if (answer == Answer.NONE) {
            answer = leaveOut(item);
        }
        failed.forEach(bin -> tried.remove(item, bin));
        return answer;
    }

    private Answer leaveOut(int item) {
        int level = problem.level(item);
        if (mayLeaveOut[level] == 0) {
            return Answer.NONE;
        }
        mayLeaveOut[level]--;
        leftOut[item] = true;
        Answer answer = pack();
        if (answer == Answer.NONE) {
            leftOut[item] = false;
            mayLeaveOut[level]++;
        }
        return answer;
    }

    /** The open item with the fewest bins, of these the first, which is the largest of its level; negative where none is open. */
    private int hardest() {
        int hardest = -1;
        int fewest = Integer.MAX_VALUE;
        for (int item : items) {
            if (packing.packed(item) || leftOut[item]) {
                continue;
            }
            int choices = 0;
            for (int bin = 0; bin < problem.bins().size() && choices < fewest; bin++) {
                if (takes(item, bin)) {
                    choices++;
                }
            }
            if (choices < fewest) {
                fewest = choices;
                hardest = item;
            }
        }
        return hardest;
    }

    private boolean takes(int item, int bin) {
        return packing.fits(item, bin) && !tried.has(item, bin);
    }

    private List<Integer> bins(int item) {
        double[] order = new double[problem.bins().size()];
        for (int bin = 0; bin < order.length; bin++) {
            order[bin] =
                    left(item, bin) * (shuffle.isPresent() ? 0.5 + shuffle.get().nextDouble() : 1.0);
        }
        return IntStream.range(0, order.length)
                .boxed()
                .filter(bin -> takes(item, bin))
                .sorted(Comparator.comparing(bin -> order[bin]))
                .toList();
    }

    /** How far from full the bin would be: the length of the vector of both shares left. */
    private double left(int item, int bin) {
        PackingProblem.Bin all = problem.bins().get(bin);
        double memory = (packing.freeMemory(bin) - problem.memory(item)) / (double) Math.max(1, all.memory());
        double cpus = (packing.freeCpus(bin) - problem.cpus(item)) / (double) Math.max(1, all.cpus());
        return memory * memory + cpus * cpus;
    }
}
