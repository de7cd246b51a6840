package org.migrationrunbooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@DisplayName("Streams")
class RunbookStreamsTest {

    @Autowired
    private Scripts scripts;

    @Autowired
    private RunbookStreams streams;

    @LocalServerPort
    private int port;

    @Test
    void areBoundedAndAClientThatWentAwayMakesRoom() throws IOException {
        String run = scripts.awaitingApproval("web-2");
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 1; i <= 3; i++) {
                clients.add(watch(run));
                awaitOpen(i);
            }
            MvcTestResult refused = scripts.get("operator", run + "/events");
            assertThat(refused).hasStatus(503);
            assertThat(Scripts.text(refused, "$.code")).isEqualTo("TOO_MANY_STREAMS");
        } finally {
            for (Socket client : clients) {
                client.close();
            }
            awaitOpen(0);
            scripts.post("operator", run + "/cancel", "{}");
            scripts.awaitState(run, "cancelled");
        }
    }

    private void awaitOpen(int expected) {
        Awaitility.await("%d open streams".formatted(expected))
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(streams::open, open -> open == expected);
    }

    private Socket watch(String run) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        String login = Base64.getEncoder().encodeToString("auditor:auditor".getBytes(StandardCharsets.UTF_8));
        String request =
                "GET %s/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic %s\r\n\r\n".formatted(run, login);
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }
}
