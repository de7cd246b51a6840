package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.platform.simulated.FairShares.Demand;

class FairSharesTest {

    private static final long ALL = Long.MAX_VALUE;

    @Test
    void nobodyWantsAnything() {
        assertThat(FairShares.allocate(List.of(), host -> 100)).isEmpty();
    }

    @Test
    void whatALimitedTransferLeavesIsSharedByTheOthers() {
        Map<Long, Long> rates = FairShares.allocate(
                List.of(new Demand(1, "a", "b", ALL), new Demand(2, "a", "c", 20), new Demand(3, "b", "c", ALL)),
                host -> 100);

        assertThat(rates).isEqualTo(Map.of(1L, 80L, 2L, 20L, 3L, 80L));
    }

    @Test
    void aTransferHeldBackAtItsDestinationLeavesRoomAtItsSource() {
        Map<String, Long> links = Map.of("a", 100L, "b", 30L, "c", 100L);

        assertThat(FairShares.allocate(List.of(new Demand(1, "a", "b", ALL), new Demand(2, "a", "c", ALL)), links::get))
                .isEqualTo(Map.of(1L, 30L, 2L, 70L));
    }

    @Test
    void overADeadLinkNothingFlows() {
        Map<String, Long> links = Map.of("a", 100L, "b", 0L, "c", 100L);

        assertThat(FairShares.allocate(List.of(new Demand(1, "a", "b", ALL), new Demand(2, "a", "c", ALL)), links::get))
                .isEqualTo(Map.of(1L, 0L, 2L, 100L));
    }

    /** What defines max-min fairness: each transfer has a full link, or its limit, and nobody on that link has more. */
    @Test
    void everyTransferIsHeldBackByALinkOnWhichNobodyHasMore() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            int hosts = 2 + random.nextInt(6);
            long[] capacity = random.longs(hosts, 1_000, 1_000_000_000).toArray();
            List<Demand> demands = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(12); i++) {
                int from = random.nextInt(hosts);
                demands.add(new Demand(
                        i,
                        Integer.toString(from),
                        Integer.toString((from + 1 + random.nextInt(hosts - 1)) % hosts),
                        random.nextBoolean() ? ALL : 1 + random.nextInt(1_000_000)));
            }

            Map<Long, Long> rates = FairShares.allocate(demands, host -> capacity[Integer.parseInt(host)]);

            Map<String, List<Demand>> links = new HashMap<>();
            demands.forEach(demand -> {
                links.computeIfAbsent("up " + demand.from(), link -> new ArrayList<>())
                        .add(demand);
                links.computeIfAbsent("down " + demand.to(), link -> new ArrayList<>())
                        .add(demand);
            });
            assertThat(demands).allSatisfy(demand -> assertThat(rates.getOrDefault(demand.id(), -1L) >= demand.limit()
                            || holdsBack(
                                    links.getOrDefault("up " + demand.from(), List.of()),
                                    demand,
                                    rates,
                                    capacity[Integer.parseInt(demand.from())])
                            || holdsBack(
                                    links.getOrDefault("down " + demand.to(), List.of()),
                                    demand,
                                    rates,
                                    capacity[Integer.parseInt(demand.to())]))
                    .as("%s in %s over %s", demand, rates, demands)
                    .isTrue());
        }
    }

    private static boolean holdsBack(List<Demand> sharers, Demand demand, Map<Long, Long> rates, long capacity) {
        long used = sharers.stream()
                .mapToLong(other -> rates.getOrDefault(other.id(), 0L))
                .sum();
        long own = rates.getOrDefault(demand.id(), 0L);
        return Math.abs(used - capacity) <= sharers.size()
                && sharers.stream().allMatch(other -> rates.getOrDefault(other.id(), 0L) <= own + 1);
    }
}
