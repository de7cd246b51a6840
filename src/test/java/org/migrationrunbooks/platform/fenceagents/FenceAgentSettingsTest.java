package org.migrationrunbooks.platform.fenceagents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FenceAgentSettingsTest {

    private static final String ENTRY =
            """
            {name: rack-1-bmc, type: fence-agent, platform: rack-1, agent: fence_ipmilan, timeout: 45s,
             parameters: {lanplus: 1, cipher: "3", power-wait: 4, shell_timeout: 5},
             secret-files: {password: /etc/migration-runbooks/bmc-password},
             secret-variables: {passwd: BMC_PASSWORD},
             hosts: {node-a: {ip: 192.0.2.11, ipport: "623", username: ops},
                     "[node-b.example.org]": {ip: 192.0.2.12}}}""";

    private static final String MINIMUM =
            "{name: minimal, type: fence-agent, platform: rack-1, agent: fence_apc, hosts: {node-a: {ip: 192.0.2.11}}}";

    @Test
    void bindsWhatTheConfigurationSays() {
        FenceAgentSettings settings = bind(ENTRY, Map.of());

        assertThat(settings.platform()).isEqualTo("rack-1");
        assertThat(settings.agent()).isEqualTo("fence_ipmilan");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(45));
        assertThat(settings.parameters())
                .isEqualTo(Map.of("lanplus", "1", "cipher", "3", "power-wait", "4", "shell_timeout", "5"));
        assertThat(settings.secretFiles()).isEqualTo(Map.of("password", "/etc/migration-runbooks/bmc-password"));
        assertThat(settings.secretVariables()).isEqualTo(Map.of("passwd", "BMC_PASSWORD"));
        assertThat(settings.hosts())
                .isEqualTo(Map.of(
                        "node-a", Map.of("ip", "192.0.2.11", "ipport", "623", "username", "ops"),
                        "node-b.example.org", Map.of("ip", "192.0.2.12")));
    }

    @Test
    void hasDefaultsForAllButPlatformAgentAndHosts() {
        FenceAgentSettings settings = bind(MINIMUM, Map.of());

        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.parameters()).isEmpty();
        assertThat(settings.secretFiles()).isEmpty();
        assertThat(settings.secretVariables()).isEmpty();
        assertThat(settings.hasSecrets()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "platform, '', platform: is missing",
        "agent, '', agent: is missing",
        "agent, bin/fence_apc, agent: 'bin/fence_apc'",
        "agent, ../fence_apc, agent: '../fence_apc'",
        "agent, /usr/sbin/../fence_apc, agent: '/usr/sbin/../fence_apc'",
        "agent, 'fence_apc --action=off', agent: 'fence_apc --action=off'",
        "agent, 'fence_apc;reboot', agent: 'fence_apc;reboot'",
        "timeout, 0s, timeout: must be longer",
        "timeout, -1s, timeout: must be longer",
        "timeout, soon, timeout",
        "secretFiles.password, bmc-password, secret-files.password: 'bmc-password' is no absolute path",
        "parameters.action, reboot, parameters.action: may not be configured",
        "parameters.Action, reboot, parameters.Action: may not be configured",
        "parameters.option, reboot, parameters.option: may not be configured",
        "parameters.debug-file, /tmp/log, parameters.debug-file: may not be configured",
        "parameters.verbose, 1, parameters.verbose: may not be configured",
        "hosts.node-a.action, on, hosts.node-a.action: may not be configured",
        "secretFiles.login-script, /bin/true, secret-files.login-script: may not be configured",
        "'parameters[a b]', c, parameters.a b: is no parameter",
        "'parameters[a=b]', c, parameters.a=b: is no parameter",
        "parameters.cipher, '', parameters.cipher: is empty",
        "parameters.cipher, ' 3', parameters.cipher: begins",
        "parameters.cipher, '\"3\"', parameters.cipher: begins"
    })
    void namesThePropertyThatIsWrong(String property, String value, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bind(MINIMUM, Map.of(property, value)))
                .withStackTraceContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"password", "passwd", "snmp-priv-passwd", "api-token", "client-secret", "community", "PassPhrase"
            })
    void refusesASecretInTheConfigurationItselfAndSaysWhereItBelongs(String name) {
        for (String list : new String[] {"parameters.", "hosts.node-a."}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bind(MINIMUM, Map.of(list + name, "hunter2")))
                    .havingRootCause()
                    .withMessageContaining(list + name)
                    .withMessageContaining("secret-files." + name)
                    .withMessageContaining("secret-variables." + name)
                    .withMessageNotContaining("hunter2");
        }
    }

    @Test
    void refusesAValueThatWouldBeTwoLines() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bind(MINIMUM, Map.of("parameters.cipher", "3\naction=reboot")))
                .havingRootCause()
                .withMessageContaining("parameters.cipher: contains a line break");
    }

    @Test
    void refusesASecretInTwoPlaces() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bind(MINIMUM, Map.of("secretFiles.passwd", "/a", "secretVariables.passwd", "B")))
                .havingRootCause()
                .withMessageContaining("secret-variables.passwd: is in secret-files too");
    }

    @Test
    void refusesASecretThatIpmitoolWouldShow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bind(ENTRY, Map.of("secretFiles.hexadecimal-kg", "/a")))
                .havingRootCause()
                .withMessageContaining("secret-files.hexadecimal-kg")
                .withMessageContaining("ipmitool");
    }

    @Test
    void needsAHost() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bind("{name: none, platform: rack-1, agent: fence_apc}", Map.of()))
                .havingRootCause()
                .withMessageContaining("hosts: names no host");
    }

    @Test
    void hintsAtTheBracketsThatADottedHostNameNeeds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bind(MINIMUM, Map.of("hosts.node-b.example.org.ip", "192.0.2.12")))
                .havingRootCause()
                .withMessageContaining("\"[name]\"");
    }

    private static FenceAgentSettings bind(String entry, Map<String, String> overrides) {
        return DeviceSettings.of(entry, overrides).bind(FenceAgentSettings.class);
    }
}
