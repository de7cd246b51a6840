package org.migrationrunbooks.planning;

import java.util.Arrays;

/** Which item is in which bin; never more in a bin than fits, and never two of a group. */
final class Packing {

    private static final int NOWHERE = -1;

    private final PackingProblem problem;
    private final int[] binOf;
    private final long[] freeMemory;
    private final int[] freeCpus;
    private final boolean[][] groupIn;

    private Packing(PackingProblem problem, int[] binOf, long[] freeMemory, int[] freeCpus, boolean[][] groupIn) {
        this.problem = problem;
        this.binOf = binOf;
        this.freeMemory = freeMemory;
        this.freeCpus = freeCpus;
        this.groupIn = groupIn;
    }

    static Packing empty(PackingProblem problem) {
        int[] binOf = new int[problem.items()];
        Arrays.fill(binOf, NOWHERE);
        return new Packing(
                problem,
                binOf,
                problem.bins().stream()
                        .mapToLong(PackingProblem.Bin::freeMemory)
                        .toArray(),
                problem.bins().stream().mapToInt(PackingProblem.Bin::freeCpus).toArray(),
                new boolean[problem.bins().size()][problem.groups()]);
    }

    Packing copy() {
        return new Packing(
                problem,
                binOf.clone(),
                freeMemory.clone(),
                freeCpus.clone(),
                Arrays.stream(groupIn).map(boolean[]::clone).toArray(boolean[][]::new));
    }

    boolean packed(int item) {
        return binOf[item] != NOWHERE;
    }

    /** The bin of a packed item. */
    int bin(int item) {
        return binOf[item];
    }

    long freeMemory(int bin) {
        return freeMemory[bin];
    }

    int freeCpus(int bin) {
        return freeCpus[bin];
    }

    boolean hasGroup(int bin, int group) {
        return group != PackingProblem.ALONE && groupIn[bin][group];
    }

    /** Whether both bins have the same groups. */
    boolean sameGroups(int bin, int other) {
        return Arrays.equals(groupIn[bin], groupIn[other]);
    }

    boolean fits(int item, int bin) {
        return problem.memory(item) <= freeMemory[bin]
                && problem.cpus(item) <= freeCpus[bin]
                && problem.allowed(item, bin)
                && !hasGroup(bin, problem.group(item));
    }

    void put(int item, int bin) {
        binOf[item] = bin;
        freeMemory[bin] -= problem.memory(item);
        freeCpus[bin] -= problem.cpus(item);
        if (problem.group(item) != PackingProblem.ALONE) {
            groupIn[bin][problem.group(item)] = true;
        }
    }

    /** Takes out a packed item, and answers where it was. */
    int take(int item) {
        int bin = binOf[item];
        binOf[item] = NOWHERE;
        freeMemory[bin] += problem.memory(item);
        freeCpus[bin] += problem.cpus(item);
        if (problem.group(item) != PackingProblem.ALONE) {
            groupIn[bin][problem.group(item)] = false;
        }
        return bin;
    }
}
