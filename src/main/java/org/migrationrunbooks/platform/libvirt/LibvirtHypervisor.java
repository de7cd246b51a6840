package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.FleetSnapshot;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.MemoryLoad;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.platform.Baseline;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.Capabilities;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.PreflightReport;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.StartResult;
import org.migrationrunbooks.platform.Trace;
import org.migrationrunbooks.platform.UnknownInstanceException;
import org.migrationrunbooks.platform.Whereabouts;

/** The port, each question handed to the class that answers it. */
final class LibvirtHypervisor implements Hypervisor {

    private final LibvirtHosts hosts;
    private final Inventory inventory;
    private final Clock clock;
    private final Preflight preflight;
    private final LoadMeasurement load;
    private final MigrationStart start;
    private final MigrationReading reading;
    private final MigrationControl control;
    private final MigrationRemains remains;

    LibvirtHypervisor(
            LibvirtHosts hosts, Inventory inventory, DefinitionKeeping keeping, LibvirtSettings settings, Clock clock) {
        Transfers transfers = new Transfers();
        this.hosts = hosts;
        this.inventory = inventory;
        this.clock = clock;
        this.preflight = new Preflight(hosts, settings.sharedFolders());
        this.load = new LoadMeasurement(hosts);
        this.start =
                new MigrationStart(hosts, keeping, transfers, settings.sharedFolders(), settings.callTimeout(), clock);
        this.reading = new MigrationReading(hosts, keeping, transfers, clock);
        this.control = new MigrationControl(hosts, transfers);
        this.remains = new MigrationRemains(hosts, settings.sharedFolders());
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true, true, true, true, true);
    }

    @Override
    public FleetSnapshot inventory() {
        return inventory.take();
    }

    @Override
    public Whereabouts whereabouts(InstanceId instance) {
        Map<LibvirtHost, Optional<Optional<DomainView>>> answers = hosts.askAll(host -> host.view(instance.name()));
        List<Sighting> sightings = new ArrayList<>();
        List<HostId> silent = new ArrayList<>();
        answers.forEach((host, answer) -> {
            if (answer.isEmpty()) {
                silent.add(host.id());
            } else {
                answer.get().map(view -> view.sighting(host.id())).ifPresent(sightings::add);
            }
        });
        return new Whereabouts(instance, clock.instant(), sightings, silent);
    }

    @Override
    public MemoryLoad measureLoad(InstanceId instance) {
        return load.of(instance);
    }

    @Override
    public PreflightReport preflight(MigrationRequest request) {
        return preflight.check(request);
    }

    @Override
    public Baseline baseline(InstanceId instance) {
        DomainView view = hosts.locate(instance)
                .orElseThrow(() -> new UnknownInstanceException(instance))
                .view();
        return new Baseline(
                view.uid(),
                view.xml()
                        .mark()
                        .map(OperationMark::key)
                        .map(OperationKey::value)
                        .orElse(""));
    }

    @Override
    public Trace find(MigrationCommand command) {
        return reading.find(command);
    }

    @Override
    public StartResult start(MigrationCommand command, EffectGuard guard) {
        return start.start(command, guard);
    }

    @Override
    public MigrationStatus status(MigrationHandle handle) {
        return reading.status(handle);
    }

    @Override
    public Optional<String> clearAway(MigrationHandle handle, EffectGuard guard) {
        return handle.command().request().strategy().copyDisks()
                ? remains.clear(handle.command(), guard)
                : Optional.empty();
    }

    @Override
    public CancelResult cancel(MigrationHandle handle, EffectGuard guard) {
        return control.cancel(handle, guard);
    }

    @Override
    public List<Escalation> escalations(MigrationHandle handle) {
        return control.escalations(handle);
    }

    @Override
    public void escalate(MigrationHandle handle, Escalation escalation, EffectGuard guard) {
        control.escalate(handle, escalation, guard);
    }
}
