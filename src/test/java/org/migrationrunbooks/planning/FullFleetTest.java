package org.migrationrunbooks.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.migrationrunbooks.planning.EvacuationCase.guest;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fifty instances for twenty hosts that have little more room than they need: every host was made for the instances that are known to fit
 * there together, so that there is room for all, were one to know where.
 */
class FullFleetTest {

    private static final int HOSTS = 20;
    private static final int INSTANCES = 50;
    private static final int[] SIZES = {1, 2, 2, 4, 4, 4, 8, 8, 8, 16, 16, 24, 32, 48};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyInstanceIsPlacedForWhichThereIsRoom(long seed) {
        Random random = new Random(seed);
        EvacuationCase evacuation = new EvacuationCase();
        int[] memory = new int[HOSTS];
        int[] cpus = new int[HOSTS];
        Set<String> members = new HashSet<>();
        for (int i = 0; i < INSTANCES; i++) {
            int host = random.nextInt(HOSTS);
            int size = SIZES[random.nextInt(SIZES.length)];
            int processors = 1 << random.nextInt(4);
            String group = "group-" + random.nextInt(12);
            evacuation.failed(guest("web-" + i, size)
                    .cpus(processors)
                    .priority(random.nextInt(3))
                    .group(members.add(group + " on " + host) ? group : null));
            memory[host] += size;
            cpus[host] += processors;
        }
        for (int host = 0; host < HOSTS; host++) {
            evacuation.with("spare-" + host, with3PercentMore(memory[host]), with3PercentMore(cpus[host]));
        }

        assertThat(evacuation.plan()).extracting(Disposition::kind).containsOnly(Disposition.Kind.REBUILD);
    }

    private static int with3PercentMore(int needed) {
        return needed + (needed * 3 + 99) / 100;
    }
}
