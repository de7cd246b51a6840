package org.migrationrunbooks.security;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;

/** Where the application listens. */
final class ListenAddress {

    private final ServerProperties server;
    private final ManagementServerProperties management;

    ListenAddress(ServerProperties server, ManagementServerProperties management) {
        this.server = server;
        this.management = management;
    }

    /** Whether only programs on the same machine can reach it; no address means all of them. */
    boolean isLoopback() {
        boolean managementIsNearToo = management.getPort() == null || isLoopback(management.getAddress());
        return isLoopback(server.getAddress()) && managementIsNearToo;
    }

    private static boolean isLoopback(@Nullable InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }

    @Override
    public String toString() {
        InetAddress address = server.getAddress();
        return address == null ? "all addresses of this machine" : address.getHostAddress();
    }
}
