package org.migrationrunbooks.runbook.stories;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small fleet as a seed says: some hosts have room for everything, some for little; some volumes are shared, some are not. */
final class RandomFleet {

    private static final List<String> LABELS = List.of(
            "change: standard",
            "change: standard-cold",
            "tier: silver",
            "shutdown: ignored",
            "boot: 30s, change: standard",
            "cold: allowed, image: debian-12",
            "post-copy: allowed, auto-converge: allowed");

    private final List<String> hosts = new ArrayList<>();
    private final List<String> instances = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    RandomFleet(long seed) {
        Random random = new Random(seed);
        text.append("hosts:\n");
        for (int i = 0; i < 3 + random.nextInt(3); i++) {
            hosts.add("host-" + i);
            text.append("  - {name: host-%d, cpus: 16, memory: %dGB, link: 10Gbit}\n"
                    .formatted(i, random.nextBoolean() ? 64 : 4 + random.nextInt(8)));
        }
        text.append("instances:\n");
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            instances.add("guest-" + i);
            text.append(
                    "  - {name: guest-%d, host: host-%d, cpus: 1, memory: %dGB, dirtyRate: %dMB, workingSet: 64MB, labels: {%s}, volumes: [{name: root-%d, size: 20GB, shared: %s}]}\n"
                            .formatted(
                                    i,
                                    random.nextInt(hosts.size()),
                                    1 + random.nextInt(3),
                                    1 + random.nextInt(40),
                                    LABELS.get(random.nextInt(LABELS.size())),
                                    i,
                                    random.nextInt(3) > 0));
        }
    }

    String host(int number) {
        return hosts.get(Math.floorMod(number, hosts.size()));
    }

    String instance(int number) {
        return instances.get(Math.floorMod(number, instances.size()));
    }

    List<String> hosts() {
        return hosts;
    }

    List<String> instances() {
        return instances;
    }

    /** As a fleet file has it. */
    String text() {
        return text.toString();
    }
}
