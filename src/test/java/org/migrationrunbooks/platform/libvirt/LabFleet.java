package org.migrationrunbooks.platform.libvirt;

import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.lab.LibvirtLab;
import org.migrationrunbooks.platform.DefinitionStore;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.RememberedDefinitions;
import org.migrationrunbooks.platform.StartResult;
import org.springframework.core.io.FileSystemResource;

/** The lab's hosts through the adapter, as the application opens it. */
final class LabFleet implements AutoCloseable {

    static final Duration LONGEST_MIGRATION = Duration.ofMinutes(4);

    private final LibvirtLab lab;
    private final DefinitionStore definitions = new RememberedDefinitions();
    private final List<String> guests = new ArrayList<>();
    private final Map<String, Object> overrides;
    private Platform platform;

    LabFleet() {
        this(Map.of());
    }

    /** Takes settings that differ from those that the lab wrote. */
    LabFleet(Map<String, Object> overrides) {
        this.lab = LibvirtLab.up();
        this.overrides = overrides;
        this.platform = open();
    }

    private Platform open() {
        return new LibvirtAdapter(ClientLibrary.INSTALLED, definitions, Clock.systemUTC())
                .open(YamlSettings.of(new FileSystemResource(lab.configuration()), overrides));
    }

    /** As after a restart of the application: nothing is remembered but what is kept in its database. */
    void reopen() {
        platform.close();
        platform = open();
    }

    /** A second connection beside this one; the caller closes it. */
    Platform another() {
        return open();
    }

    /** Waits until the host is talked to again. */
    void awaitAnswer(HostId host) {
        await().atMost(Duration.ofSeconds(90)).until(() -> hypervisor()
                .inventory()
                .host(host.name())
                .filter(listed -> listed.state() == HostState.UP)
                .isPresent());
    }

    LibvirtLab lab() {
        return lab;
    }

    Platform platform() {
        return platform;
    }

    Hypervisor hypervisor() {
        return platform.hypervisor();
    }

    LibvirtLab.Guest guest(String name, String... options) {
        lab.destroyIfThere(name);
        guests.add(name);
        return lab.guest(name, options);
    }

    /** A guest on node-a that was never started. */
    void stoppedGuest(String name, String... options) {
        lab.destroyIfThere(name);
        guests.add(name);
        lab.stoppedGuest(name, options);
    }

    /** A guest on node-a that may stay for the next test: the one that is there already, where it is still in its place. */
    void keptGuest(String name, String... options) {
        boolean inPlace =
                lab.has(name) && hypervisor().whereabouts(instance(name)).runsOnlyOn(host("node-a"));
        if (inPlace) {
            // One that has just been started would not hear that it is to shut down.
            lab.find(name).awaitBeats(20);
        } else {
            lab.destroyIfThere(name);
            lab.guest(name, options);
        }
    }

    static HostId host(String name) {
        return new HostId("lab", name);
    }

    static InstanceId instance(String name) {
        return new InstanceId("lab", name);
    }

    MigrationCommand command(String instance, Strategy.Live strategy) {
        return command(instance, strategy, null);
    }

    MigrationCommand command(String instance, Strategy.Live strategy, @Nullable DataRate bandwidth) {
        return new MigrationCommand(
                OperationKey.of(RunbookId.random(), "transfer", 1),
                new MigrationRequest(
                        instance(instance),
                        host("node-a"),
                        host("node-b"),
                        strategy,
                        bandwidth,
                        Duration.ofMillis(500)),
                hypervisor().baseline(instance(instance)));
    }

    MigrationHandle start(MigrationCommand command) {
        StartResult result = hypervisor().start(command, () -> {});
        if (result instanceof StartResult.Accepted accepted) {
            return accepted.handle();
        }
        throw new AssertionError("not accepted: " + result);
    }

    /** Waits until memory flows and this share of it has been sent for the first time. */
    MigrationStatus.Running awaitShare(MigrationHandle handle, double share) {
        return until(
                () -> hypervisor().status(handle),
                status -> {
                    if (status instanceof MigrationStatus.Ended ended) {
                        throw new AssertionError("ended before it was so far: " + ended);
                    }
                    return status instanceof MigrationStatus.Running running
                            && running.progress().shareDone() != null
                            && running.progress().processed().bytes()
                                    > share * running.progress().total().bytes();
                },
                MigrationStatus.Running.class);
    }

    OperationOutcome awaitOutcome(MigrationHandle handle) {
        return until(
                        () -> hypervisor().status(handle),
                        MigrationStatus.Ended.class::isInstance,
                        MigrationStatus.Ended.class)
                .outcome();
    }

    private static <T extends MigrationStatus> T until(
            Callable<MigrationStatus> question, Predicate<MigrationStatus> enough, Class<T> type) {
        return type.cast(await().atMost(LONGEST_MIGRATION)
                .pollInterval(Duration.ofMillis(200))
                .until(question, enough));
    }

    @Override
    public void close() {
        platform.close();
        guests.forEach(lab::destroyIfThere);
    }
}
