package org.migrationrunbooks.planning;

import java.util.Arrays;
import java.util.List;

/** Which instances may go to which hosts, and what the hosts have left, in plain figures that are quick to reach. */
final class PackingProblem {

    /** No group. */
    static final int ALONE = -1;

    private final long[] memory;
    private final int[] cpus;
    private final int[] group;
    private final int[] level;
    private final boolean[][] allowed;
    private final List<Bin> bins;

    /**
     * An instance.
     *
     * @param memory in bytes
     * @param group members of one group never share a bin; {@link #ALONE} for none
     * @param level of its priority, 0 for the highest
     * @param allowed for each bin, whether it would take the item if it had room
     */
    record Item(long memory, int cpus, int group, int level, List<Boolean> allowed) {}

    /**
     * A host.
     *
     * @param freeMemory in bytes
     * @param freeCpus negative where more are in use than the host offers
     * @param memory that the host offers in all, in bytes
     * @param cpus that the host offers in all
     */
    record Bin(long freeMemory, int freeCpus, long memory, int cpus) {}

    /** Takes the items in the order of {@link EvacuationPlanner#ORDER}. */
    PackingProblem(List<Item> items, List<Bin> bins) {
        this.memory = items.stream().mapToLong(Item::memory).toArray();
        this.cpus = items.stream().mapToInt(Item::cpus).toArray();
        this.group = items.stream().mapToInt(Item::group).toArray();
        this.level = items.stream().mapToInt(Item::level).toArray();
        this.allowed = new boolean[items.size()][bins.size()];
        for (int item = 0; item < items.size(); item++) {
            for (int bin = 0; bin < bins.size(); bin++) {
                allowed[item][bin] = items.get(item).allowed().get(bin);
            }
        }
        this.bins = List.copyOf(bins);
    }

    int items() {
        return memory.length;
    }

    long memory(int item) {
        return memory[item];
    }

    int cpus(int item) {
        return cpus[item];
    }

    int group(int item) {
        return group[item];
    }

    int level(int item) {
        return level[item];
    }

    boolean allowed(int item, int bin) {
        return allowed[item][bin];
    }

    List<Bin> bins() {
        return bins;
    }

    int levels() {
        return level.length == 0 ? 0 : level[level.length - 1] + 1;
    }

    int groups() {
        int groups = 0;
        for (int one : group) {
            groups = Math.max(groups, one + 1);
        }
        return groups;
    }

    /** Whether nothing tells the two items apart. */
    boolean twins(int item, int other) {
        return memory[item] == memory[other]
                && cpus[item] == cpus[other]
                && group[item] == group[other]
                && level[item] == level[other]
                && Arrays.equals(allowed[item], allowed[other]);
    }
}
