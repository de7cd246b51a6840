package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Upkeep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the hosts tell fresh, and takes autostart off instances that are not opted out. That it was on is noted in the definition first,
 * so that a person can see it; a lost answer is read again the next time.
 */
final class LibvirtUpkeep implements Upkeep {

    private static final Logger log = LoggerFactory.getLogger(LibvirtUpkeep.class);

    /** A domain that did not let itself be changed, as one whose QEMU hangs, would hold up its host each time. */
    private static final Duration PUT_ASIDE = Duration.ofMinutes(10);

    private record Place(HostId host, String domain) {}

    private final LibvirtHosts hosts;
    private final Inventory inventory;
    private final Autostart autostart;
    private final Clock clock;
    private final Map<Place, Instant> putAside = new ConcurrentHashMap<>();

    LibvirtUpkeep(LibvirtHosts hosts, Inventory inventory, LibvirtSettings settings, Clock clock) {
        this.hosts = hosts;
        this.inventory = inventory;
        this.autostart = settings.autostart();
        this.clock = clock;
    }

    @Override
    public void run(EffectGuard guard, Consumer<AutostartTakenOff> changed) {
        FleetSnapshot fleet = inventory.take();
        if (autostart == Autostart.LEFT_ALONE) {
            return;
        }
        hosts.askAll(host -> host.link().ask(Connection::startedByHost)).forEach((host, names) -> names.stream()
                .flatMap(List::stream)
                .filter(name -> managed(fleet, host, name))
                .filter(name -> takeOff(host, name, guard))
                .forEach(name ->
                        changed.accept(new AutostartTakenOff(new InstanceId(fleet.platform(), name), host.id()))));
    }

    private static boolean managed(FleetSnapshot fleet, LibvirtHost host, String name) {
        return fleet.host(host.id().name()).filter(known -> !known.optedOut()).isPresent()
                && fleet.instance(name).filter(known -> !known.optedOut()).isPresent();
    }

    private boolean takeOff(LibvirtHost host, String name, EffectGuard guard) {
        Place place = new Place(host.id(), name);
        Instant now = clock.instant();
        if (putAside.getOrDefault(place, now).isAfter(now)) {
            return false;
        }
        guard.beforeEffect();
        Optional<String> problem;
        try {
            problem = host.attempt(name, InstanceStop::holdBack);
        } catch (AnswerLostException | PlatformUnreachableException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
        problem.ifPresent(words -> {
            log.warn("Autostart of {} on {} is still on, and looked at again later: {}", name, host.id(), words);
            putAside.put(place, now.plus(PUT_ASIDE));
        });
        return problem.isEmpty();
    }
}
