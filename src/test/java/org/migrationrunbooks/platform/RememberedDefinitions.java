package org.migrationrunbooks.platform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;

/** Keeps definitions for as long as a test lasts, as the application's database does beyond its restarts. */
public final class RememberedDefinitions implements DefinitionStore {

    private record Place(HostId host, InstanceId instance) {
        static Place of(KeptDefinition definition) {
            return new Place(definition.host(), definition.instance());
        }
    }

    private final Map<HostId, KeptHost> hosts = new HashMap<>();
    private final Map<Place, KeptDefinition> definitions = new HashMap<>();

    @Override
    public synchronized void keep(KeptHost host) {
        KeptHost known = hosts.get(host.host());
        if (known != null && !known.readAt().isBefore(host.readAt())) {
            return;
        }
        hosts.put(host.host(), host);
        definitions
                .values()
                .removeIf(before ->
                        before.host().equals(host.host()) && !before.readAt().isAfter(host.readAt()));
        host.definitions().forEach(definition -> definitions.putIfAbsent(Place.of(definition), definition));
    }

    @Override
    public synchronized void keep(KeptDefinition definition) {
        definitions.put(Place.of(definition), definition);
    }

    @Override
    public synchronized void settle(KeptDefinition running) {
        definitions
                .values()
                .removeIf(other -> other.instance().equals(running.instance())
                        && other.uid().equals(running.uid())
                        && !other.host().equals(running.host()));
        keep(running);
    }

    @Override
    public synchronized void forget(HostId host, InstanceId instance) {
        definitions.remove(new Place(host, instance));
    }

    @Override
    public synchronized Optional<KeptHost> host(HostId host) {
        return Optional.ofNullable(hosts.get(host)).map(known -> {
            List<KeptDefinition> told = definitions.values().stream()
                    .filter(definition -> definition.host().equals(host))
                    .toList();
            return new KeptHost(host, known.cpus(), known.memory(), known.cpuModel(), known.readAt(), told);
        });
    }

    @Override
    public synchronized Optional<KeptDefinition> find(HostId host, InstanceId instance) {
        return Optional.ofNullable(definitions.get(new Place(host, instance)));
    }
}
