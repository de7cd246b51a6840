package org.migrationrunbooks.runbook.faults;

import java.util.List;
import java.util.Set;

/** Ways through the runbooks, which together come to every long operation; each with an instance that leads there. */
enum Situation {
    LIVE("change: standard", "root, size: 20GB, shared: true", "Task_TransferInstance"),
    LIVE_WITH_DISKS("change: standard", "root, size: 20GB, shared: false", "Task_TransferInstance"),
    COLD(
            "tier: silver",
            "root, size: 20GB, shared: false",
            "Task_StopInstance",
            "Task_RelocateInstance",
            "Task_BootInstance",
            "Task_ReleaseSource"),
    COLD_HARD("shutdown: ignored", "root, size: 20GB, shared: false", "Task_SwitchOffInstance"),
    /** The guest does not answer at the destination, and the instance is taken back. */
    COLD_TAKEN_BACK(
            "verify-tcp: \"127.0.0.1:1\"",
            "root, size: 20GB, shared: false",
            "Task_SwitchOffAtDestination",
            "Task_DiscardCopy",
            "Task_BootAtSource"),
    EVACUATION("boot: 20s", "root, size: 20GB, shared: true", "Task_FenceHost", "Task_RebuildInstance"),
    /** The host fails while an instance of it is copied. */
    TAKEN_OVER("image: debian-12, change: standard-cold", "root, size: 20GB, shared: false", "Task_WithdrawCopy"),
    /** A rebuild that has begun fails and is given up. */
    REBUILD_GIVEN_UP("boot: 3m", "root, size: 20GB, shared: true", "Task_DiscardRebuilt"),
    RETURN("boot: 5s", "root, size: 20GB, shared: true", "Task_PowerOnHost", "Task_RemoveLeftover"),
    /** What is left on the host is not to be removed, so that it is switched off again. */
    RETURN_REJECTED("boot: 5s", "root, size: 20GB, shared: true", "Task_SwitchOffAgain");

    static final String SOURCE = "source";
    static final String NEAR = "near";
    static final String INSTANCE = "web";

    private static final String FLEET =
            """
            hosts:
              - {name: source, cpus: 32, memory: 64GB, link: 10Gbit}
              - {name: near, cpus: 32, memory: 64GB, link: 10Gbit}
              - {name: far, cpus: 32, memory: 32GB, link: 10Gbit}
              - {name: aside, cpus: 1, memory: 1GB, link: 10Gbit}
            instances:
              - {name: web, host: source, cpus: 2, memory: 4GB, dirtyRate: 2MB, workingSet: 64MB, labels: {%s},
                 volumes: [{name: %s}]}
            """;

    private final String labels;
    private final String volume;

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf
    private final Set<String> steps;

    Situation(String labels, String volume, String... steps) {
        this.labels = labels;
        this.volume = volume;
        this.steps = Set.copyOf(List.of(steps));
    }

    /** Whether one is met on the way where this step fails. */
    boolean leadsTo(LongOperations.LongOperation operation) {
        return steps.contains(operation.step());
    }

    /** Whether its host has failed before the runbook begins. */
    boolean beginsWithDeadHost() {
        return switch (this) {
            case LIVE, LIVE_WITH_DISKS, COLD, COLD_HARD, COLD_TAKEN_BACK -> false;
            case EVACUATION, TAKEN_OVER, REBUILD_GIVEN_UP, RETURN, RETURN_REJECTED -> true;
        };
    }

    String fleet() {
        return FLEET.formatted(labels, volume);
    }
}
