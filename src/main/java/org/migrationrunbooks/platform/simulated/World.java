package org.migrationrunbooks.platform.simulated;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The platform at one moment, as one transaction sees it. */
final class World {

    private final PlatformTable.Stored platform;
    private final Instant instant;
    private final long now;
    private final HostTable hostTable;
    private final InstanceTable instances;
    private final PresenceTable presences;
    private final TransferTable transfers;
    private final QueuedStarts queuedStarts;
    private final JobTable jobs;
    private final QueuedTasks queuedTasks;
    private final EpochTable epochs;
    private final Faults faults;
    private final Ledger ledger;
    private @Nullable List<Host> hosts;
    private @Nullable Set<String> unpowered;

    World(JdbcClient jdbc, PlatformTable.Stored platform, Instant instant) {
        this.platform = platform;
        this.instant = instant;
        this.now = platform.now(instant);
        hostTable = new HostTable(jdbc, platform.name());
        instances = new InstanceTable(jdbc, platform.name());
        presences = new PresenceTable(jdbc);
        transfers = new TransferTable(jdbc);
        queuedStarts = new QueuedStarts(jdbc);
        jobs = new JobTable(jdbc);
        queuedTasks = new QueuedTasks(jdbc);
        epochs = new EpochTable(jdbc);
        faults = new Faults(new FaultTable(jdbc));
        ledger = new Ledger(jdbc);
    }

    String name() {
        return platform.name();
    }

    /** Now, on the caller's clock. */
    Instant instant() {
        return instant;
    }

    /** Now, in platform time. */
    long now() {
        return now;
    }

    PlatformTime time() {
        return platform.time();
    }

    long advancedTo() {
        return platform.advancedTo();
    }

    /** The hosts as they were set up. */
    List<Host> hosts() {
        if (hosts == null) {
            hosts = hostTable.all();
        }
        return hosts;
    }

    Optional<Host> host(HostId id) {
        return hosts().stream().filter(host -> host.id().equals(id)).findFirst();
    }

    Host host(String name) {
        return host(id(name)).orElseThrow(() -> new IllegalStateException("no host " + name));
    }

    HostId id(String host) {
        return new HostId(name(), host);
    }

    /** Whether the host cannot be asked, be it dead or only cut off; nobody can tell these apart from outside. */
    boolean silent(String host) {
        return faults.silent(host) || !powered(host) || host(host).state() == HostState.DOWN;
    }

    /**
     * Returns where the host can be asked.
     *
     * @throws PlatformUnreachableException where it cannot; what is asked of it next was not asked
     */
    void requireAnswer(HostId host) {
        if (silent(host.name())) {
            throw new PlatformUnreachableException(host + " does not answer; nothing was asked of it", null);
        }
    }

    boolean powered(String host) {
        if (unpowered == null) {
            unpowered = hostTable.unpowered();
        }
        return !unpowered.contains(host);
    }

    /** Takes or gives power; what that does to everything else is for {@link HostEvents} to see to. */
    void power(String host, boolean on) {
        hostTable.power(host, on);
        hosts = null;
        unpowered = null;
    }

    /** Whether nothing can run on the host. */
    boolean dead(String host) {
        return faults.crashed(host) || !powered(host);
    }

    /** What the host's migration network can carry now, bytes per second each way. */
    long linkCapacity(String host) {
        return faults.linkLost(host) || dead(host) ? 0 : host(host).link().bytesPerSecond();
    }

    Optional<Instance> instance(InstanceId id) {
        return id.platform().equals(name()) ? instances.find(id.name()) : Optional.empty();
    }

    InstanceTable instances() {
        return instances;
    }

    PresenceTable presences() {
        return presences;
    }

    TransferTable transfers() {
        return transfers;
    }

    QueuedStarts queuedStarts() {
        return queuedStarts;
    }

    JobTable jobs() {
        return jobs;
    }

    QueuedTasks queuedTasks() {
        return queuedTasks;
    }

    EpochTable epochs() {
        return epochs;
    }

    Faults faults() {
        return faults;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Notes what happened to a job, at platform time; its operation is the epoch of the copy that it is about. */
    void note(long at, LedgerEvent event, Job job, String host, String detail) {
        ledger.write(time().instant(at), event, job.instance(), host, job.epoch(), detail);
    }

    /** Notes what happened to a transfer, at platform time. */
    void note(long at, LedgerEvent event, TransferTerms terms, String host, String detail) {
        ledger.write(time().instant(at), event, terms.instance(), host, terms.operation(), detail);
    }
}
