package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;

class GivenPasswordSettingTest {

    @ParameterizedTest(name = "listening on {0}, told {1}: {2}")
    @CsvSource({
        "127.0.0.1, ,      false",
        "::1,       ,      false",
        "192.0.2.1, ,      true",
        "0.0.0.0,   ,      true",
        "127.0.0.1, true,  true",
        "192.0.2.1, false, false"
    })
    void passwordsThatOthersHaveSetAreToBeChangedWhereOthersReachTheApplicationOrWhereItIsSaid(
            String address, @Nullable Boolean told, boolean changed) throws UnknownHostException {
        ServerProperties server = new ServerProperties();
        server.setAddress(InetAddress.getByName(address));
        SecurityProperties properties = new SecurityProperties(
                false, null, told, Duration.ofHours(12), new SecurityProperties.Token("name", "groups"));

        assertThat(properties.changesGivenPasswords(new ListenAddress(server, new ManagementServerProperties())))
                .isEqualTo(changed);
    }
}
