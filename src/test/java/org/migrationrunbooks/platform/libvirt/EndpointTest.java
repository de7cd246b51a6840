package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.migrationrunbooks.platform.PlatformUnreachableException;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "qemu+tls://10.77.0.11/system, qemu+tls://10.77.0.11/system?pkipath=/etc/my%20pki, 16514",
        "qemu://10.77.0.11/system, qemu://10.77.0.11/system?pkipath=/etc/my%20pki, 16514",
        "qemu+tls://10.77.0.11:17000/system?no_verify=0, qemu+tls://10.77.0.11:17000/system?no_verify=0&pkipath=/etc/my%20pki, 17000",
        "qemu+tcp://10.77.0.11/system, qemu+tcp://10.77.0.11/system, 16509",
        "qemu+ssh://10.77.0.11/system, qemu+ssh://10.77.0.11/system, 22",
        "test:///default, test:///default, 16514"
    })
    void addsTheFolderOfOurCertificateWhereItIsUsed(String configured, String complete, int port) {
        Endpoint endpoint = Endpoint.of(configured, "/etc/my pki");

        assertThat(endpoint.uri()).isEqualTo(complete);
        assertThat(endpoint.port()).isEqualTo(port);
    }

    @Test
    void noticesWithinItsTimeThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        Endpoint endpoint = Endpoint.of("qemu+tls://127.0.0.1:" + port + "/system", null);

        assertThatExceptionOfType(PlatformUnreachableException.class)
                .isThrownBy(() -> endpoint.probe(Duration.ofSeconds(1)))
                .withMessageContaining("127.0.0.1 port " + port);
    }
}
