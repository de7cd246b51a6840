package org.migrationrunbooks.platform.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.fleet.Volume;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class FleetReaderTest {

    private static final String DOCUMENTED =
            """
            hosts:
              - {name: node-a, cpus: 32, memory: 128GB, link: 10Gbit, zone: rack-1, cpuModel: Cascadelake, state: up}
            instances:
              - {name: web-1, host: node-a, state: running, cpus: 2, memory: 4GB, dirtyRate: 40MB, workingSet: 512MB, maxDowntime: 500ms,
                 antiAffinity: web, priority: 10, labels: {tier: gold}, volumes: [{name: web-1-root, size: 20GB, shared: true}]}
            """;

    @Test
    void theDocumentedFormIsRead() {
        Fleet fleet = read(DOCUMENTED);

        assertThat(fleet.hosts())
                .containsExactly(new Host(
                        SimulatedInstallation.host("node-a"),
                        HostState.UP,
                        32,
                        ByteSize.of("128GB"),
                        DataRate.ofMegabitsPerSecond(10_000),
                        "rack-1",
                        "Cascadelake",
                        Map.of()));
        assertThat(fleet.instances())
                .singleElement()
                .isEqualTo(new Instance(
                        SimulatedInstallation.instance("web-1"),
                        fleet.instances().get(0).uid(),
                        SimulatedInstallation.host("node-a"),
                        InstanceState.RUNNING,
                        2,
                        ByteSize.of("4GB"),
                        new MemoryLoad(DataRate.ofMebibytesPerSecond(40), ByteSize.ofMebibytes(512)),
                        Duration.ofMillis(500),
                        "web",
                        10,
                        Map.of("tier", "gold"),
                        List.of(new Volume("web-1-root", ByteSize.of("20GB"), true))));
    }

    @Test
    void theDemoFleetIsReadAndFitsItsHosts() {
        Fleet fleet = FleetReader.read(new ClassPathResource("fleets/demo.yaml"), "demo");

        assertThat(fleet.hosts())
                .extracting(Host::name)
                .containsExactly("node-a", "node-b", "node-c", "node-d", "node-e", "node-f");
        assertThat(fleet.instances())
                .filteredOn(instance -> instance.name().equals("web-1"))
                .extracting(instance -> instance.host().name())
                .containsExactly("node-a");
        assertThat(fleet.hosts()).allSatisfy(host -> {
            List<Instance> here = fleet.instances().stream()
                    .filter(instance -> instance.host().equals(host.id()))
                    .toList();
            assertThat(here.stream().mapToInt(Instance::cpus).sum()).isLessThanOrEqualTo(host.cpus());
            assertThat(here.stream().map(Instance::memory).reduce(ByteSize.ZERO, ByteSize::plus))
                    .isLessThanOrEqualTo(host.memory());
            assertThat(here.stream().filter(instance -> instance.antiAffinity() != null))
                    .extracting(Instance::antiAffinity)
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void anUnknownKeyIsNamedWithLineAndPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(DOCUMENTED.replace("workingSet", "hotSet")))
                .withMessageContaining("near line 5")
                .withMessageContaining("instances[0].hotSet")
                .withMessageContaining("workingSet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory: 128GB | memory: lots | line 2 | hosts[0].memory | not a size: 'lots'",
                "link: 10Gbit | link: fast | line 2 | hosts[0].link | not a rate: 'fast'",
                "maxDowntime: 500ms | maxDowntime: brief | line 4 | instances[0].maxDowntime | 500ms or 2s",
                "state: running | state: walking | line 4 | instances[0].state | walking",
                "size: 20GB | size: big | line 5 | instances[0].volumes[0].size | not a size: 'big'",
                "'cpus: 2, ' | '' | line 5 | instances[0].cpus | Missing"
            })
    void aWrongValueIsNamedWithLineAndField(String right, String wrong, String line, String field, String what) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(DOCUMENTED.replace(right, wrong)))
                .withMessageContaining(line)
                .withMessageContaining(field)
                .withMessageContaining(what);
    }

    @Test
    void anInstanceOnAHostThatDoesNotExistIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(DOCUMENTED.replace("host: node-a", "host: node-z")))
                .withMessageContaining("instances[0].host: there is no host 'node-z'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shutdown: soon", "boot: -5s"})
    void aGuestTimeThatIsNoneIsNamed(String label) {
        String fleet =
                """
                hosts: [{name: node-a, cpus: 1, memory: 1GB, link: 1Gbit}]
                instances: [{name: one, host: node-a, cpus: 1, memory: 1GB, labels: {%s}}]
                """;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(fleet.formatted(label)))
                .withMessageContaining("instances[0].labels: " + label.substring(0, label.indexOf(':')));
    }

    @Test
    void twoOfTheSameNameAreNamed() {
        String host = "  - {name: node-a, cpus: 1, memory: 1GB, link: 1Gbit}\n";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("hosts:\n" + host + host))
                .withMessageContaining("hosts[1].name: there are two hosts 'node-a'");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FleetReader.read(new ClassPathResource("fleets/none.yaml"), "sim"))
                .withMessageContaining("fleets/none.yaml");
    }

    private static Fleet read(String yaml) {
        return FleetReader.read(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)), "sim");
    }
}
