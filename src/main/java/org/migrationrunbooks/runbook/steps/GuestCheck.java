package org.migrationrunbooks.runbook.steps;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.Platforms;
import org.springframework.stereotype.Component;

/**
 * Asks the guest itself, where its label {@code verify-tcp=address:port} says how: something has to accept a connection there
 * within five seconds.
 */
@Component
class GuestCheck {

    private static final String LABEL = "verify-tcp";
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");

    private final Platforms platforms;

    GuestCheck(Platforms platforms) {
        this.platforms = platforms;
    }

    /** What is wrong with the guest; empty where it answers, or where no check is configured. */
    Optional<String> against(InstanceId id) {
        return platforms.get(id.platform()).hypervisor().inventory().instance(id.name()).stream()
                .map(Instance::labels)
                .filter(labels -> labels.containsKey(LABEL))
                .findFirst()
                .flatMap(labels -> connect(labels.getOrDefault(LABEL, "")));
    }

    private static Optional<String> connect(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            return Optional.of("Its label %s is no address:port: '%s'.".formatted(LABEL, address));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2))), TIMEOUT_MILLIS);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("Its guest does not answer at %s: %s.".formatted(address, e.getMessage()));
        }
    }
}
