package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.DefinitionStore;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.LifeSign;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformHealth;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Storage;
import org.migrationrunbooks.platform.Upkeep;

/** A fleet of libvirt hosts. */
final class LibvirtPlatform implements Platform {

    private final String name;
    private final ClientLibrary library;
    private final LibvirtHosts hosts;
    private final Hypervisor hypervisor;
    private final Storage storage;
    private final LibvirtInstanceTasks instanceTasks;
    private final Upkeep upkeep;
    private final LifeSigns lifeSigns;

    LibvirtPlatform(
            String name, LibvirtSettings settings, ClientLibrary library, DefinitionStore definitions, Clock clock) {
        this.name = name;
        this.library = library;
        this.hosts = new LibvirtHosts(name, settings, library);
        Inventory inventory = new Inventory(name, hosts, settings, definitions, clock);
        DefinitionKeeping keeping = new DefinitionKeeping(hosts, definitions, clock);
        this.hypervisor = new LibvirtHypervisor(hosts, inventory, keeping, settings, clock);
        this.storage = new LibvirtStorage(hosts, inventory);
        this.instanceTasks = new LibvirtInstanceTasks(hosts, keeping, settings, clock);
        this.upkeep = new LibvirtUpkeep(hosts, inventory, settings, clock);
        this.lifeSigns = new LifeSigns(hosts, definitions, settings, clock);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String type() {
        return LibvirtAdapter.TYPE;
    }

    @Override
    public Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Optional<InstanceTasks> instanceTasks() {
        return Optional.of(instanceTasks);
    }

    @Override
    public Optional<Upkeep> upkeep() {
        return Optional.of(upkeep);
    }

    @Override
    public List<LifeSign> lifeSigns(HostId host) {
        return lifeSigns.of(host);
    }

    @Override
    public PlatformHealth health() {
        try {
            library.get();
        } catch (PlatformUnreachableException e) {
            return new PlatformHealth(false, String.valueOf(e.getMessage()));
        }
        List<String> problems = hosts.problems();
        int all = hosts.all().size();
        int answering = all - problems.size();
        String detail = problems.isEmpty()
                ? "all %d hosts answer".formatted(all)
                : "%d of %d hosts answer; %s".formatted(answering, all, String.join("; ", problems));
        return new PlatformHealth(answering > 0, detail);
    }

    @Override
    public void close() {
        instanceTasks.close();
        hosts.close();
    }
}
