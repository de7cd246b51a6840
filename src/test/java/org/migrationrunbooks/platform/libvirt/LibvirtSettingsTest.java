package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.migrationrunbooks.fleet.DataRate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class LibvirtSettingsTest {

    @Test
    void bindsWhatTheConfigurationSays() {
        LibvirtSettings settings = bind(Map.of(
                "callTimeout",
                "4s",
                "connectTimeout",
                "2s",
                "keepalive.count",
                "5",
                "maxDowntime",
                "250ms",
                "leaveAutostart",
                "true"));

        assertThat(settings.link()).isEqualTo(DataRate.ofMegabitsPerSecond(160));
        assertThat(settings.tls().pki()).isEqualTo("/etc/pki/runbooks");
        assertThat(settings.sharedFolders()).containsExactly(Path.of("/srv/shared"));
        assertThat(settings.callTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.keepalive()).isEqualTo(new LibvirtSettings.KeepAlive(Duration.ofSeconds(10), 5));
        assertThat(settings.maxDowntime()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.hosts())
                .containsExactly(
                        new LibvirtSettings.HostSettings(
                                "node-a",
                                "qemu+tls://10.255.255.11/system",
                                "tcp://10.255.254.11",
                                "rack-1",
                                List.of("tcp://10.255.254.11:16514"),
                                Map.of("row", "north")),
                        new LibvirtSettings.HostSettings(
                                "node-b", "qemu+tls://10.255.255.12/system", null, null, List.of(), Map.of()));
        assertThat(settings.autostart()).isEqualTo(Autostart.LEFT_ALONE);
    }

    @Test
    void hasDefaultsForAllButTheHosts() {
        LibvirtSettings settings = YamlSettings.of(
                        new ByteArrayResource(
                                "runbooks: {platforms: [{hosts: [{name: a, uri: 'qemu+tls://a/system'}]}]}"
                                        .getBytes(StandardCharsets.UTF_8)),
                        Map.of())
                .bind(LibvirtSettings.class);

        assertThat(settings.link()).isEqualTo(DataRate.of("10Gbit"));
        assertThat(settings.tls().pki()).isNull();
        assertThat(settings.sharedPaths()).isEmpty();
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.callTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.keepalive()).isEqualTo(new LibvirtSettings.KeepAlive(Duration.ofSeconds(10), 2));
        assertThat(settings.maxDowntime()).isNull();
        assertThat(settings.autostart()).isEqualTo(Autostart.TAKEN_OFF);
        assertThat(settings.hosts().get(0).probes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hosts[1].name, node-a, hosts[1].name",
        "hosts[1].uri, 'qemu+tls://10.255.255.11/system', hosts[1].uri",
        "hosts[0].uri, just text, hosts[0].uri",
        "hosts[0].migrationUri, 10.78.0.11, hosts[0].migrationUri",
        "hosts[0].probes[0], 10.78.0.11:22, hosts[0].probes",
        "hosts[0].probes[0], 'tcp://10.78.0.11', hosts[0].probes",
        "hosts[0].probes[0], 'http://10.78.0.11:22', hosts[0].probes",
        "callTimeout, 0s, callTimeout",
        "connectTimeout, -1s, connectTimeout",
        "keepalive.count, 0, keepalive.count",
        "maxDowntime, 0ms, maxDowntime",
        "sharedPaths[0], srv/shared, sharedPaths",
        "link, fast, link"
    })
    void namesThePropertyThatIsWrong(String property, String value, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bind(Map.of(property, value)))
                .withStackTraceContaining(named);
    }

    @Test
    void needsAHost() {
        YamlSettings none = YamlSettings.of(
                new ByteArrayResource(
                        "runbooks: {platforms: [{name: empty, type: libvirt}]}".getBytes(StandardCharsets.UTF_8)),
                Map.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.bind(LibvirtSettings.class))
                .withStackTraceContaining("hosts");
    }

    private static LibvirtSettings bind(Map<String, Object> overrides) {
        return YamlSettings.of(new ClassPathResource("libvirt/two-hosts.yaml"), overrides)
                .bind(LibvirtSettings.class);
    }
}
