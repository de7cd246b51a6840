package org.migrationrunbooks.platform.libvirt;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The part of {@code runbooks.platforms[]} that is libvirt's.
 *
 * @param link bandwidth of the network that carries migrations
 * @param tls how we prove who we are
 * @param hosts at least one; names and addresses are different
 * @param sharedPaths folders that all hosts mount from the same storage; libvirt cannot tell them from local ones
 * @param connectTimeout for opening a connection to a host's address
 * @param callTimeout for each call; whoever asks waits no longer
 * @param keepalive frees what hangs in connections to a host that is silent
 * @param maxDowntime of instances that do not state theirs; null leaves it to the application's configuration
 * @param leaveAutostart whether hosts may go on starting managed instances by themselves
 */
record LibvirtSettings(
        @DefaultValue("10Gbit") DataRate link,
        @DefaultValue Tls tls,
        List<HostSettings> hosts,
        @DefaultValue List<String> sharedPaths,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration callTimeout,
        @DefaultValue KeepAlive keepalive,
        @Nullable Duration maxDowntime,
        @DefaultValue("false") boolean leaveAutostart) {

    /**
     * Our side of TLS.
     *
     * @param pki folder with {@code cacert.pem}, {@code clientcert.pem} and {@code clientkey.pem}; null for libvirt's default folders
     */
    record Tls(@Nullable String pki) {}

    /**
     * When a connection counts as broken.
     *
     * @param interval of silence after which the host is asked for a sign; longer than the hosts' own {@code keepalive_interval}, else
     *     connections that nobody uses are asked too, by libvirt's event loop, which the client library before 10.4 does not do safely
     *     beside a call (CVE-2024-4418)
     * @param count of such questions, as far apart, that may stay without an answer
     */
    record KeepAlive(@DefaultValue("10s") Duration interval, @DefaultValue("2") int count) {}

    /**
     * A host.
     *
     * @param uri of its libvirt daemon, as we and the other hosts reach it: {@code qemu+tls://address/system}
     * @param migrationUri where it takes the data of migrations: {@code tcp://address}; null leaves it to the host
     * @param zone failure domain; null where it has none
     * @param probes other addresses of the host, at best in other networks, where a connection is tried to see whether it lives:
     *     {@code tcp://address:port}
     */
    record HostSettings(
            String name,
            String uri,
            @Nullable String migrationUri,
            @Nullable String zone,
            @DefaultValue List<String> probes,
            @DefaultValue Map<String, String> labels) {}

    LibvirtSettings {
        hosts = hosts == null ? List.of() : List.copyOf(hosts);
        sharedPaths = List.copyOf(sharedPaths);
        require(!hosts.isEmpty(), "hosts", "names no host");
        require(positive(connectTimeout), "connectTimeout", "must be longer than nothing");
        require(positive(callTimeout), "callTimeout", "must be longer than nothing");
        require(maxDowntime == null || positive(maxDowntime), "maxDowntime", "must be longer than nothing");
        require(positive(keepalive.interval()), "keepalive.interval", "must be longer than nothing");
        require(keepalive.count() > 0, "keepalive.count", "must be at least 1");
        for (String path : sharedPaths) {
            require(path.startsWith("/"), "sharedPaths", "'" + path + "' is no absolute path");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < hosts.size(); i++) {
            HostSettings host = hosts.get(i);
            String property = "hosts[" + i + "]";
            require(host.name() != null, property + ".name", "is missing");
            require(host.uri() != null, property + ".uri", "is missing");
            require(seen.add(host.name()), property + ".name", "'" + host.name() + "' is there twice");
            require(seen.add(host.uri()), property + ".uri", "'" + host.uri() + "' is there twice");
            requireUri(property + ".uri", host.uri());
            if (host.migrationUri() != null) {
                requireUri(property + ".migrationUri", host.migrationUri());
            }
            for (String probe : host.probes()) {
                require(Probe.understands(probe), property + ".probes", "'" + probe + "' is not tcp://address:port");
            }
        }
    }

    Autostart autostart() {
        return leaveAutostart ? Autostart.LEFT_ALONE : Autostart.TAKEN_OFF;
    }

    /** The shared folders, ready for comparison. */
    List<Path> sharedFolders() {
        return sharedPaths.stream().map(Path::of).map(Path::normalize).toList();
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void requireUri(String property, String uri) {
        boolean understood;
        try {
            understood = URI.create(uri).getScheme() != null;
        } catch (IllegalArgumentException e) {
            understood = false;
        }
        require(understood, property, "'" + uri + "' is no URI with a scheme");
    }

    private static void require(boolean condition, String property, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(property + ": " + problem);
        }
    }
}
