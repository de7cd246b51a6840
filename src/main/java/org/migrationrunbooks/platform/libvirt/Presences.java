package org.migrationrunbooks.platform.libvirt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.UnknownInstanceException;

/**
 * What every host has under the name of an instance: where it runs, where it is off, where a copy or a leftover of it lies.
 *
 * @param silent the hosts that did not answer
 */
record Presences(InstanceId instance, Map<HostId, DomainView> views, List<HostId> silent) {

    static Presences of(LibvirtHosts hosts, InstanceId instance) {
        Map<HostId, DomainView> views = new LinkedHashMap<>();
        List<HostId> silent = new ArrayList<>();
        hosts.askAll(host -> host.view(instance.name())).forEach((host, answer) -> {
            if (answer.isEmpty()) {
                silent.add(host.id());
            } else {
                answer.get().ifPresent(view -> views.put(host.id(), view));
            }
        });
        return new Presences(instance, views, List.copyOf(silent));
    }

    /**
     * What this host has; empty where it has nothing.
     *
     * @throws PlatformUnreachableException where it did not answer
     */
    Optional<DomainView> on(HostId host) {
        if (silent.contains(host)) {
            throw new PlatformUnreachableException("host %s does not answer".formatted(host), null);
        }
        return Optional.ofNullable(views.get(host));
    }

    /**
     * Makes sure that the instance is somewhere.
     *
     * @throws UnknownInstanceException where every host answered and none has it
     * @throws PlatformUnreachableException where it may be on a host that did not answer
     */
    void requireKnown() {
        if (!views.isEmpty()) {
            return;
        }
        if (silent.isEmpty()) {
            throw new UnknownInstanceException(instance);
        }
        throw new PlatformUnreachableException(
                "instance %s is on no host that answers; silent: %s".formatted(instance, silent), null);
    }

    boolean nowhere() {
        return views.isEmpty() && silent.isEmpty();
    }

    /** What the other hosts have. */
    Map<HostId, DomainView> elsewhere(HostId host) {
        Map<HostId, DomainView> others = new LinkedHashMap<>(views);
        others.remove(host);
        return others;
    }

    /** What a host shows, in words. */
    String words(HostId host) {
        if (silent.contains(host)) {
            return host + " does not answer";
        }
        DomainView view = views.get(host);
        return view == null
                ? "%s has nothing of %s".formatted(host, instance)
                : "%s has %s%s, %s"
                        .formatted(
                                host,
                                instance,
                                view.relocation().epoch() == null
                                        ? ""
                                        : " as copy " + view.relocation().epoch(),
                                view.instanceState().code());
    }
}
