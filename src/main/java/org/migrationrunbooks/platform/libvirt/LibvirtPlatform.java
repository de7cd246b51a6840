package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.PlatformHealth;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Storage;

/** A fleet of libvirt hosts. */
final class LibvirtPlatform implements Platform {

    private final String name;
    private final ClientLibrary library;
    private final LibvirtHosts hosts;
    private final Hypervisor hypervisor;
    private final Storage storage;
    private final LibvirtInstanceTasks instanceTasks;

    LibvirtPlatform(String name, LibvirtSettings settings, ClientLibrary library, Clock clock) {
        this.name = name;
        this.library = library;
        this.hosts = new LibvirtHosts(name, settings, library);
        Inventory inventory = new Inventory(name, hosts, settings, clock);
        this.hypervisor = new LibvirtHypervisor(hosts, inventory, settings, clock);
        this.storage = new LibvirtStorage(hosts, inventory);
        this.instanceTasks = new LibvirtInstanceTasks(hosts, inventory, settings.sharedFolders(), clock);
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
