package org.migrationrunbooks.platform.fenceagents;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A BMC with one system that speaks as much of Redfish as power needs, over HTTPS with a certificate of its own. */
final class RedfishServer implements AutoCloseable {

    static final String USER = "ops";

    private static final char[] STORE_PASSWORD = "only-for-this-test".toCharArray();
    private static final String SYSTEM =
            """
            {"@odata.id": "/redfish/v1/Systems/1", "PowerState": "%s",
             "Actions": {"#ComputerSystem.Reset": {"target": "/redfish/v1/Systems/1/Actions/ComputerSystem.Reset"}}}""";

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile String power = "On";
    private volatile String lastReset = "";

    RedfishServer(Path folder, String password) throws IOException, GeneralSecurityException, InterruptedException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(folder)));
        server.setExecutor(threads);
        serve("/redfish/v1", () -> "{\"Systems\": {\"@odata.id\": \"/redfish/v1/Systems\"}}", password);
        serve("/redfish/v1/Systems", () -> "{\"Members\": [{\"@odata.id\": \"/redfish/v1/Systems/1\"}]}", password);
        serve("/redfish/v1/Systems/1", () -> SYSTEM.formatted(power), password);
        guard(server.createContext("/redfish/v1/Systems/1/Actions/ComputerSystem.Reset", this::reset), password);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** As Redfish says it: {@code On} or {@code Off}. */
    String power() {
        return power;
    }

    /** What it was last asked for; empty where it never was. */
    String lastReset() {
        return lastReset;
    }

    private void serve(String path, Supplier<String> document, String password) {
        guard(server.createContext(path, exchange -> answer(exchange, 200, document.get())), password);
    }

    private static void guard(HttpContext context, String password) {
        context.setAuthenticator(new BasicAuthenticator("bmc") {
            @Override
            public boolean checkCredentials(String user, String given) {
                return user.equals(USER) && given.equals(password);
            }
        });
    }

    private void reset(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        lastReset = body;
        if (body.contains("\"ForceOff\"")) {
            power = "Off";
        } else if (body.contains("\"On\"")) {
            power = "On";
        }
        answer(exchange, 200, "{}");
    }

    private static void answer(HttpExchange exchange, int status, String document) throws IOException {
        try (exchange) {
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static SSLContext tls(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("bmc.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "bmc",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(STORE_PASSWORD))
                .redirectErrorStream(true)
                .start();
        String words = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool: " + words);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, STORE_PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
