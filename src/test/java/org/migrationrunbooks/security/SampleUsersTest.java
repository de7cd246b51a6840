package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.camunda.bpm.engine.ProcessEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The context of this test has the sample users in its database. */
@SecurityTest
class SampleUsersTest {

    @Autowired
    private ProcessEngine engine;

    @Test
    void areWelcomeOnLoopback() throws UnknownHostException {
        assertThatCode(() -> require(true, "127.0.0.1")).doesNotThrowAnyException();
        assertThatCode(() -> require(true, "::1")).doesNotThrowAnyException();
    }

    @Test
    void areRefusedOnAnAddressThatOthersReach() {
        assertThatExceptionOfType(SampleUsersReachableException.class)
                .isThrownBy(() -> require(true, "192.0.2.1"))
                .withMessageContaining("would be reachable on 192.0.2.1");
    }

    @Test
    void areRefusedWhereNoAddressIsGiven() {
        assertThatExceptionOfType(SampleUsersReachableException.class)
                .isThrownBy(() -> require(true, null))
                .withMessageContaining("all addresses of this machine");
    }

    @Test
    void areRefusedWhenAnEarlierStartHasLeftThemInTheDatabase() {
        assertThatExceptionOfType(SampleUsersReachableException.class)
                .isThrownBy(() -> require(false, "192.0.2.1"))
                .withMessageContaining("still has sample users")
                .withMessageContaining("admin, approver");
    }

    @Test
    void areRefusedWhereOnlyTheManagementPortIsReachable() throws UnknownHostException {
        ManagementServerProperties management = new ManagementServerProperties();
        management.setPort(9090);
        ListenAddress address = new ListenAddress(server("127.0.0.1"), management);

        assertThat(address.isLoopback()).isFalse();
    }

    @Test
    void theRefusalIsTwoSentencesInsteadOfAStackTrace() {
        FailureAnalysis analysis = new SampleUsersReachableAnalyzer()
                .analyze(new IllegalStateException(new SampleUsersReachableException("What is wrong.", "What to do.")));

        assertThat(analysis.getDescription()).isEqualTo("What is wrong.");
        assertThat(analysis.getAction()).isEqualTo("What to do.");
    }

    private void require(boolean wanted, @Nullable String address) throws UnknownHostException {
        new SampleUsers(engine)
                .requireLoopback(wanted, new ListenAddress(server(address), new ManagementServerProperties()));
    }

    private static ServerProperties server(@Nullable String address) throws UnknownHostException {
        ServerProperties server = new ServerProperties();
        if (address != null) {
            server.setAddress(InetAddress.getByName(address));
        }
        return server;
    }
}
