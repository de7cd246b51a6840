package org.migrationrunbooks.platform.libvirt;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** An address of a host at which a connection is tried. */
record Probe(String address, int port) {

    /** What became of the attempt, in words. */
    sealed interface Echo {

        String words();

        /** Somebody listens there. */
        record Accepted(String words) implements Echo {}

        /** Nobody listens there, and the host itself says so: it lives. */
        record Refused(String words) implements Echo {}

        record Silence(String words) implements Echo {}

        /** It could not be tried from here, which says nothing about the host. */
        record Untried(String words) implements Echo {}
    }

    /** The probe of a configured {@code tcp://address:port}. */
    static Probe of(String uri) {
        URI parsed = URI.create(uri);
        return new Probe(parsed.getHost(), parsed.getPort());
    }

    static boolean understands(String uri) {
        try {
            URI parsed = URI.create(uri);
            return "tcp".equals(parsed.getScheme()) && parsed.getHost() != null && parsed.getPort() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Tries; waits no longer than this. */
    Echo knock(Duration timeout) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) Math.max(1, timeout.toMillis()));
            return new Echo.Accepted("accepted a connection");
        } catch (ConnectException e) {
            return new Echo.Refused("refused a connection");
        } catch (SocketTimeoutException | NoRouteToHostException e) {
            return new Echo.Silence(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Echo.Untried(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return "tcp://%s:%d".formatted(address, port);
    }
}
