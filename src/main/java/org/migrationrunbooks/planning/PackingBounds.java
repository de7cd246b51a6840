package org.migrationrunbooks.planning;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Tells without a search that the open items cannot all be packed: not enough is left in all, or a group has too few bins. */
final class PackingBounds {

    private final PackingProblem problem;
    private final int[] items;
    private final int[] byMemory;
    private final int[] byCpus;

    PackingBounds(PackingProblem problem, int[] items) {
        this.problem = problem;
        this.items = items;
        this.byMemory = IntStream.of(items)
                .boxed()
                .sorted((a, b) -> Long.compare(memory(b), memory(a)))
                .mapToInt(Integer::intValue)
                .toArray();
        this.byCpus = IntStream.of(items)
                .boxed()
                .sorted((a, b) -> Integer.compare(cpus(b), cpus(a)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Whether it may still be possible with so many left out. */
    boolean allow(Packing packing, boolean[] leftOut, int[] mayLeaveOut) {
        int spare = Arrays.stream(mayLeaveOut).sum();
        return memorySuffices(packing, leftOut, spare)
                && cpusSuffice(packing, leftOut, spare)
                && groupsHaveBins(packing, leftOut, spare);
    }

    private boolean memorySuffices(Packing packing, boolean[] leftOut, int spare) {
        long wanted = 0;
        long smallest = Long.MAX_VALUE;
        int skipped = 0;
        for (int item : byMemory) {
            if (!packing.packed(item) && !leftOut[item]) {
                smallest = memory(item);
                if (skipped++ >= spare) {
                    wanted += memory(item);
                }
            }
        }
        long usable = 0;
        for (int bin = 0; bin < problem.bins().size(); bin++) {
            usable += packing.freeMemory(bin) >= smallest ? packing.freeMemory(bin) : 0;
        }
        return wanted <= usable;
    }

    private boolean cpusSuffice(Packing packing, boolean[] leftOut, int spare) {
        long wanted = 0;
        int smallest = Integer.MAX_VALUE;
        int skipped = 0;
        for (int item : byCpus) {
            if (!packing.packed(item) && !leftOut[item]) {
                smallest = cpus(item);
                if (skipped++ >= spare) {
                    wanted += cpus(item);
                }
            }
        }
        long usable = 0;
        for (int bin = 0; bin < problem.bins().size(); bin++) {
            usable += packing.freeCpus(bin) >= smallest ? Math.max(0, packing.freeCpus(bin)) : 0;
        }
        return wanted <= usable;
    }

    private boolean groupsHaveBins(Packing packing, boolean[] leftOut, int spare) {
        int[] open = new int[problem.groups()];
        boolean[][] possible = new boolean[open.length][problem.bins().size()];
        for (int item : items) {
            int group = problem.group(item);
            if (group == PackingProblem.ALONE || packing.packed(item) || leftOut[item]) {
                continue;
            }
            open[group]++;
            for (int bin = 0; bin < problem.bins().size(); bin++) {
                possible[group][bin] |= packing.fits(item, bin);
            }
        }
        for (int group = 0; group < open.length; group++) {
            int bins = 0;
            for (boolean one : possible[group]) {
                bins += one ? 1 : 0;
            }
            if (open[group] > bins + spare) {
                return false;
            }
        }
        return true;
    }

    private long memory(int item) {
        return problem.memory(item);
    }

    private int cpus(int item) {
        return problem.cpus(item);
    }
}
