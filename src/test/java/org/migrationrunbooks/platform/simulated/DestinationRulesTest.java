package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.platform.Blocker;
import org.migrationrunbooks.platform.BlockerCode;

/** The blockers that a destination has of its own. */
class DestinationRulesTest {

    private static final String FLEET =
            """
            hosts:
              - {name: source, cpus: 32, memory: 64GB, link: 1Gbit, cpuModel: Cascadelake}
              - {name: roomy, cpus: 32, memory: 64GB, link: 1Gbit, cpuModel: Cascadelake}
              - {name: small, cpus: 4, memory: 8GB, link: 1Gbit, cpuModel: Cascadelake}
              - {name: other, cpus: 32, memory: 64GB, link: 1Gbit, cpuModel: Milan}
              - {name: resting, cpus: 32, memory: 64GB, link: 1Gbit, state: disabled}
            instances:
              - {name: large, host: source, cpus: 8, memory: 16GB}
              - {name: first, host: source, cpus: 2, memory: 6GB}
              - {name: second, host: source, cpus: 2, memory: 4GB}
            """;

    private final SimulatedInstallation sim = SimulatedInstallation.of(FLEET, new MovableClock());

    @AfterEach
    void close() {
        sim.close();
    }

    @Test
    void roomIsMissedInBothDimensions() {
        assertBlocked("large", "small", BlockerCode.HOST_FULL_MEMORY, BlockerCode.HOST_FULL_CPU);
    }

    @Test
    void whatIsArrivingTakesItsRoomAlready() {
        assertBlocked("second", "small");
        sim.start("first", "source", "small");

        assertBlocked("second", "small", BlockerCode.HOST_FULL_MEMORY);
    }

    @Test
    void anotherProcessorModelIsInTheWay() {
        assertBlocked("first", "other", BlockerCode.CPU_INCOMPATIBLE);
    }

    @Test
    void aDisabledHostTakesNothing() {
        assertBlocked("first", "resting", BlockerCode.HOST_NOT_UP);
    }

    @Test
    void aRoomyHostOfTheSameKindIsFine() {
        assertBlocked("large", "roomy");
    }

    private void assertBlocked(String instance, String to, BlockerCode... codes) {
        assertThat(sim.hypervisor()
                        .preflight(sim.command(instance, "source", to, Strategy.PLAIN)
                                .request())
                        .blockers())
                .extracting(Blocker::code)
                .containsExactly(codes);
    }
}
