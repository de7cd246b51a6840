package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.MAY_ACT;
import static org.migrationrunbooks.platform.simulated.SimulatedInstallation.host;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.LifeSign.Side;
import org.migrationrunbooks.platform.LifeSign.Verdict;

class SimulatedLifeSignsTest {

    private static final String FLEET =
            """
            hosts:
              - {name: node-a, cpus: 32, memory: 64GB, link: 1Gbit}
              - {name: node-b, cpus: 32, memory: 64GB, link: 1Gbit, state: maintenance}
              - {name: local, cpus: 32, memory: 64GB, link: 1Gbit}
              - {name: dark, cpus: 32, memory: 64GB, link: 1Gbit, state: down}
            instances:
              - {name: off, host: node-a, state: stopped, cpus: 1, memory: 1GB, volumes: [{name: off-root, size: 20GB, shared: true}]}
              - {name: db, host: node-a, cpus: 1, memory: 1GB,
                 volumes: [{name: db-scratch, size: 20GB, shared: false}, {name: db-data, size: 20GB, shared: true}]}
              - {name: cache, host: local, cpus: 1, memory: 1GB, volumes: [{name: cache-root, size: 20GB, shared: false}]}
            """;

    private static final List<Side> SIDES = List.of(Side.HYPERVISOR, Side.NETWORK, Side.STORAGE, Side.PLATFORM);

    private final MovableClock clock = new MovableClock();
    private final SimulatedInstallation sim =
            new SimulatedInstallation(FLEET, SimulatedInstallation.memory(), clock, Duration.ofMillis(250));

    @AfterEach
    void close() {
        sim.close();
    }

    @Test
    void aHealthyHostIsAliveFromEverySide() {
        assertThat(verdicts("node-a")).containsExactlyInAnyOrderEntriesOf(all(Verdict.ALIVE));
        assertThat(signs("node-a")).extracting(LifeSign::side).containsExactlyElementsOf(SIDES);
        assertThat(signs("node-a")).extracting(LifeSign::readAt).containsOnly(clock.instant());
    }

    @Test
    void theVolumeThatIsWrittenIsNamedAndIsOneThatOthersSee() {
        assertThat(signs("node-a"))
                .filteredOn(sign -> sign.side() == Side.STORAGE)
                .singleElement()
                .satisfies(
                        sign -> assertThat(sign.evidence()).contains("db-data").contains("sim/db"));
    }

    @Test
    void anIsolatedHostIsSilentButItsGuestsAreSeenToWrite() {
        sim.inject(Fault.Kind.HOST_ISOLATED, "node-a");

        assertThat(verdicts("node-a"))
                .containsOnly(
                        entry(Side.HYPERVISOR, Verdict.SILENT),
                        entry(Side.NETWORK, Verdict.SILENT),
                        entry(Side.STORAGE, Verdict.ALIVE),
                        entry(Side.PLATFORM, Verdict.SILENT));
    }

    @Test
    void aCrashedHostIsSilentFromEverySide() {
        sim.inject(Fault.Kind.HOST_CRASH, "node-a");

        assertThat(verdicts("node-a")).containsExactlyInAnyOrderEntriesOf(all(Verdict.SILENT));
    }

    @Test
    void aHostThatWasSwitchedOffIsSilentUntilItIsSwitchedOnAgain() {
        var fencing = sim.platform().fencingDevices().get(0);
        sim.inject(Fault.Kind.HOST_ISOLATED, "node-a");

        fencing.off(host("node-a"), MAY_ACT);
        assertThat(verdicts("node-a")).containsExactlyInAnyOrderEntriesOf(all(Verdict.SILENT));

        fencing.on(host("node-a"), MAY_ACT);
        assertThat(verdicts("node-a"))
                .as("alive, with all its guests off")
                .containsEntry(Side.HYPERVISOR, Verdict.ALIVE)
                .containsEntry(Side.STORAGE, Verdict.SILENT);
    }

    @Test
    void aHostThatWasNeverSwitchedOnIsSilent() {
        assertThat(verdicts("dark")).containsExactlyInAnyOrderEntriesOf(all(Verdict.SILENT));
    }

    @Test
    void anEmptyHostIsAliveThoughNothingIsWrittenFromIt() {
        assertThat(verdicts("node-b"))
                .containsOnly(
                        entry(Side.HYPERVISOR, Verdict.ALIVE),
                        entry(Side.NETWORK, Verdict.ALIVE),
                        entry(Side.STORAGE, Verdict.SILENT),
                        entry(Side.PLATFORM, Verdict.ALIVE));
    }

    @ParameterizedTest
    @EnumSource(names = {"HOST_CRASH", "HOST_ISOLATED"})
    void whatOnlyTheHostCouldTellOfItsStorageIsUnknown(Fault.Kind fault) {
        sim.inject(Fault.Kind.STORAGE_UNREACHABLE, "node-a");
        sim.inject(fault, "node-a");
        sim.inject(fault, "local");

        assertThat(verdicts("node-a")).containsEntry(Side.STORAGE, Verdict.UNKNOWN);
        assertThat(verdicts("local")).containsEntry(Side.STORAGE, Verdict.UNKNOWN);
    }

    @Test
    void aHostThatLostItsMigrationLinkIsSilentOnThatNetworkOnly() {
        sim.inject(Fault.Kind.LINK_LOSS, "node-a");

        assertThat(verdicts("node-a"))
                .containsEntry(Side.NETWORK, Verdict.SILENT)
                .containsEntry(Side.HYPERVISOR, Verdict.ALIVE)
                .containsEntry(Side.PLATFORM, Verdict.ALIVE)
                .containsEntry(Side.STORAGE, Verdict.ALIVE);
    }

    @Test
    void answersThatComeTooLateSayNothingOfTheHost() {
        sim.faults().inject(new Fault(Fault.Kind.SLOW_ANSWERS, null, null, null, Duration.ofMillis(251)));

        assertThat(verdicts("node-a")).containsExactlyInAnyOrderEntriesOf(all(Verdict.UNKNOWN));
        assertThat(signs("node-a")).extracting(LifeSign::evidence).allSatisfy(evidence -> assertThat(evidence)
                .contains("did not answer within"));
    }

    @Test
    void aHostThatThePlatformDoesNotKnowIsUnknown() {
        assertThat(verdicts("no-such-host")).containsExactlyInAnyOrderEntriesOf(all(Verdict.UNKNOWN));
    }

    private List<LifeSign> signs(String host) {
        return sim.platform().lifeSigns(host(host));
    }

    private Map<Side, Verdict> verdicts(String host) {
        return signs(host).stream().collect(Collectors.toMap(LifeSign::side, LifeSign::verdict));
    }

    private static Map<Side, Verdict> all(Verdict verdict) {
        return SIDES.stream().collect(Collectors.toMap(side -> side, side -> verdict));
    }
}
