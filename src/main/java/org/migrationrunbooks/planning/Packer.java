package org.migrationrunbooks.planning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Packs as many items of the first level as can be packed at all, then as many of the second as can be packed besides, and so on. Small
 * problems are solved exactly; in large ones the search ends after a fixed number of attempts, never by the clock, so that the same
 * problem always has the same answer.
 */
final class Packer {

    /** Attempts of all searches together; a few tenths of a second at the most. */
    private static final int NODES = 30_000;

    /** Attempts before another order is tried. */
    private static final int NODES_OF_ONE_ORDER = 1_000;

    /** Different orders that are tried before the first one is searched to its end. */
    private static final int ORDERS = 8;

    private final PackingProblem problem;
    private final int[] leaveOut;
    private final Rearrangement rearrangement;
    private int nodes = NODES;

    private Packer(PackingProblem problem) {
        this.problem = problem;
        this.leaveOut = new int[problem.levels()];
        this.rearrangement = new Rearrangement(problem);
    }

    /** The packing found, its load spread over the bins. */
    static Packing pack(PackingProblem problem) {
        Packing loose = Packing.empty(problem);
        List<Integer> all = IntStream.range(0, problem.items()).boxed().toList();
        Packing packing =
                insert(problem, loose, all, Insertion.Fit.LOOSEST) == 0 ? loose : new Packer(problem).byLevels();
        new LoadSpread(problem, packing).spread();
        return packing;
    }

    private Packing byLevels() {
        Packing packing = Packing.empty(problem);
        for (int level = 0; level < problem.levels(); level++) {
            packing = withLevel(packing, level);
        }
        return rearrangement.with(open(packing, problem.levels()), packing);
    }

    /** Adds a level; of the levels before it as many stay packed as were, though they may be others. */
    private Packing withLevel(Packing before, int level) {
        List<Integer> largestFirst = IntStream.range(0, problem.items())
                .filter(item -> problem.level(item) == level)
                .boxed()
                .toList();
        List<Integer> smallestFirst =
                largestFirst.stream().sorted(Comparator.reverseOrder()).toList();
        Packing packing = before.copy();
        if (insert(problem, packing, largestFirst, Insertion.Fit.TIGHTEST) > 0) {
            Packing other = before.copy();
            insert(problem, other, smallestFirst, Insertion.Fit.TIGHTEST);
            packing = open(other, level).size() < open(packing, level).size() ? other : packing;
            packing = rearrangement.with(open(packing, level), packing);
        }
        int left = open(packing, level).size();
        int count = largestFirst.get(largestFirst.size() - 1) + 1;
        for (leaveOut[level] = 0; leaveOut[level] < left; leaveOut[level]++) {
            Optional<Packing> found = search(count);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return packing;
    }

    private Optional<Packing> search(int count) {
        for (int order = 0; order <= ORDERS; order++) {
            boolean last = order == ORDERS;
            int granted = last ? nodes / 2 : Math.min(NODES_OF_ONE_ORDER, nodes / 2);
            PackingSearch search = new PackingSearch(
                    problem,
                    Packing.empty(problem),
                    IntStream.range(0, count).toArray(),
                    leaveOut,
                    granted,
                    last ? 0 : order);
            PackingSearch.Answer answer = search.run();
            nodes -= granted - Math.max(0, search.nodesLeft());
            switch (answer) {
                case FOUND -> {
                    return Optional.of(search.packing());
                }
                case NONE -> {
                    return Optional.empty();
                }
                case GIVEN_UP -> {}
            }
        }
        return Optional.empty();
    }

    /** What is not packed of a level, or of all where there is no such level; smaller ones first. */
    private List<Integer> open(Packing packing, int level) {
        return IntStream.range(0, problem.items())
                .filter(item -> !packing.packed(item))
                .filter(item -> problem.level(item) == level || level == problem.levels())
                .boxed()
                .sorted(Comparator.comparing(problem::level).thenComparing(Comparator.reverseOrder()))
                .toList();
    }

    /** Inserts these in this order; answers how many were left. */
    private static int insert(PackingProblem problem, Packing packing, List<Integer> items, Insertion.Fit fit) {
        Insertion insertion = new Insertion(problem, packing, fit);
        int left = 0;
        for (int item : items) {
            left += insertion.insert(item) ? 0 : 1;
        }
        return left;
    }
}
