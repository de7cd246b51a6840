package org.migrationrunbooks.platform.libvirt;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/**
 * Where a host's libvirt daemon is.
 *
 * @param uri as libvirt takes it, with the folder of our certificate
 */
record Endpoint(String uri, @Nullable String address, int port) {

    private static final int TLS_PORT = 16514;
    private static final int TCP_PORT = 16509;
    private static final int SSH_PORT = 22;

    /**
     * The endpoint of a configured URI.
     *
     * @param pki folder of our certificate; null for libvirt's default
     */
    static Endpoint of(String uri, @Nullable String pki) {
        URI parsed = URI.create(uri);
        String scheme = parsed.getScheme();
        String complete = uri;
        if (pki != null && parsed.getHost() != null && usesTls(scheme)) {
            complete += (parsed.getRawQuery() == null ? "?" : "&") + "pkipath="
                    + URLEncoder.encode(pki, StandardCharsets.UTF_8)
                            .replace("+", "%20")
                            .replace("%2F", "/");
        }
        return new Endpoint(complete, parsed.getHost(), parsed.getPort() > 0 ? parsed.getPort() : defaultPort(scheme));
    }

    private static boolean usesTls(String scheme) {
        return !scheme.contains("+") || scheme.endsWith("+tls");
    }

    private static int defaultPort(String scheme) {
        if (scheme.endsWith("+tcp")) {
            return TCP_PORT;
        }
        return usesTls(scheme) ? TLS_PORT : SSH_PORT;
    }

    /**
     * Tries whether somebody listens there, since libvirt itself waits for half a minute and more where nobody answers.
     *
     * @throws PlatformUnreachableException where nobody does
     */
    void probe(Duration timeout) {
        Optional<Probe.Echo> echo = probe().map(probe -> probe.knock(timeout));
        if (echo.isPresent() && !(echo.get() instanceof Probe.Echo.Accepted)) {
            throw new PlatformUnreachableException(
                    "no connection to %s port %d: %s"
                            .formatted(address, port, echo.get().words()),
                    null);
        }
    }

    /** A probe of the address; empty where the URI has none. */
    Optional<Probe> probe() {
        return Optional.ofNullable(address).map(host -> new Probe(host, port));
    }

    /** Connects; may hang. */
    Connection open(ClientLibrary library, LibvirtSettings.KeepAlive keepAlive, Duration probeTimeout) {
        Libvirt loaded = library.get();
        probe(probeTimeout);
        return Connection.open(loaded, uri, keepAlive.interval(), keepAlive.count());
    }
}
