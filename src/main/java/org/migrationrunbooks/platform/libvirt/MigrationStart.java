package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.StartResult;

/**
 * Starts a migration: marks the domain, waits for the answer, has the source migrate it peer to peer, over TLS for control and
 * data, and watches until memory flows or the call ends.
 */
final class MigrationStart {

    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final int ALWAYS = DomainJobs.MIGRATE_LIVE
            | DomainJobs.MIGRATE_PEER_TO_PEER
            | DomainJobs.MIGRATE_PERSIST_DESTINATION
            | DomainJobs.MIGRATE_UNDEFINE_SOURCE
            | DomainJobs.MIGRATE_TLS;

    private final LibvirtHosts hosts;
    private final DefinitionKeeping keeping;
    private final Transfers transfers;
    private final List<Path> sharedFolders;
    private final Duration timeout;
    private final Clock clock;

    MigrationStart(
            LibvirtHosts hosts,
            DefinitionKeeping keeping,
            Transfers transfers,
            List<Path> sharedFolders,
            Duration timeout,
            Clock clock) {
        this.hosts = hosts;
        this.keeping = keeping;
        this.transfers = transfers;
        this.sharedFolders = sharedFolders;
        this.timeout = timeout;
        this.clock = clock;
    }

    StartResult start(MigrationCommand command, EffectGuard guard) {
        MigrationRequest request = command.request();
        LibvirtHost source = hosts.get(request.from());
        Optional<LibvirtHost> destination = hosts.find(request.to());
        if (destination.isEmpty()) {
            return new StartResult.Refused("host %s is not configured".formatted(request.to()));
        }
        Optional<String> refusal = StartConditions.refusal(source, destination.get(), command);
        if (refusal.isPresent()) {
            return new StartResult.Refused(refusal.get());
        }
        guard.beforeEffect();
        if (!mark(source, command)) {
            return new StartResult.Refused("host %s has no domain %s any more"
                    .formatted(source.id(), request.instance().name()));
        }
        Optional<CarriedDisks> disks = request.strategy().copyDisks() ? disks(source, command) : Optional.empty();
        Optional<DomainView> leaving = source.view(request.instance().name());
        guard.beforeEffect();
        return keeping.arriving(
                request.to(),
                request.instance(),
                leaving,
                () -> await(begin(source, destination.get(), command, disks), source, destination.get(), command));
    }

    /** Marks the domain and sets how long it may stand still. A lost answer is harmless, since nothing was asked to move. */
    private boolean mark(LibvirtHost source, MigrationCommand command) {
        OperationMark mark = new OperationMark(command.key(), clock.instant());
        MigrationRequest request = command.request();
        try {
            return source.link()
                    .change(connection -> connection.domain(request.instance().name(), domain -> {
                        domain.metadata(OperationMark.NAMESPACE, OperationMark.PREFIX, mark.element());
                        domain.jobs().maxDowntime(request.maxDowntime());
                        return true;
                    }))
                    .orElse(false);
        } catch (AnswerLostException e) {
            throw new PlatformUnreachableException(
                    "the mark of the operation was not answered, so its migration was not asked for", e);
        }
    }

    /** Read after the mark, which has to arrive with the definition; empty where nothing has to be taken along. */
    private Optional<CarriedDisks> disks(LibvirtHost source, MigrationCommand command) {
        return source.link()
                .ask(connection -> connection.domain(
                        command.request().instance().name(), domain -> CarriedDisks.of(domain, command, sharedFolders)))
                .filter(disks -> !disks.volumes().isEmpty());
    }

    private Transfer begin(
            LibvirtHost source, LibvirtHost destination, MigrationCommand command, Optional<CarriedDisks> disks) {
        MigrationRequest request = command.request();
        Map<String, Object> parameters = new LinkedHashMap<>();
        disks.ifPresent(carried -> {
            parameters.put("migrate_disks", carried.targets());
            parameters.put("destination_xml", carried.running());
            parameters.put("persistent_xml", carried.persistent());
        });
        if (destination.settings().migrationUri() != null) {
            parameters.put("migrate_uri", destination.settings().migrationUri());
        }
        if (request.bandwidth() != null) {
            long mebibytes = Math.max(1, request.bandwidth().bytesPerSecond() >> 20);
            parameters.put("bandwidth", mebibytes);
            if (request.strategy().postCopy()) {
                parameters.put("bandwidth.postcopy", mebibytes);
            }
        }
        int flags = ALWAYS
                | (disks.isPresent() ? DomainJobs.MIGRATE_NON_SHARED_DISK : 0)
                | (request.strategy().autoConverge() ? DomainJobs.MIGRATE_AUTO_CONVERGE : 0)
                | (request.strategy().postCopy() ? DomainJobs.MIGRATE_POST_COPY : 0);
        Transfer transfer = Transfer.begin(
                source.link().lend(),
                request.instance().name(),
                destination.settings().uri(),
                parameters,
                flags);
        transfers.add(command.key(), transfer);
        return transfer;
    }

    private StartResult await(
            Transfer transfer, LibvirtHost source, LibvirtHost destination, MigrationCommand command) {
        StartResult accepted = new StartResult.Accepted(new MigrationHandle(command, ""));
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean underWay = false;
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            Optional<Transfer.Result> result = transfer.result(GLANCE);
            if (result.isPresent()) {
                return result.get().error() == null ? accepted : afterError(result.get(), source, destination, command);
            }
            JobStats job = job(source, command);
            underWay = job.running() && job.outgoingMigration();
            if (underWay && (job.sending() || job.copyingDisks())) {
                return accepted;
            }
        }
        if (underWay) {
            return accepted;
        }
        throw new AnswerLostException(
                "host %s neither shows the migration nor answered within %d s"
                        .formatted(source.id(), timeout.toSeconds()),
                null);
    }

    private static JobStats job(LibvirtHost source, MigrationCommand command) {
        try {
            return source.view(command.request().instance().name())
                    .map(DomainView::job)
                    .orElse(JobStats.NONE);
        } catch (PlatformUnreachableException e) {
            return JobStats.NONE; // the loop's end says that the answer is lost
        }
    }

    /** The call failed before memory flowed: a refusal where the source says so too, else nobody knows. */
    private static StartResult afterError(
            Transfer.Result result, LibvirtHost source, LibvirtHost destination, MigrationCommand command) {
        String reason = result.error() == null ? "" : result.error().getMessage();
        OperationKey key = command.key();
        String name = command.request().instance().name();
        String uid = command.baseline().uid();
        boolean untouched = source.read(name, uid) instanceof LibvirtHost.Reading.Seen seen
                && seen.view().instanceState() == InstanceState.RUNNING
                && !seen.view().job().running()
                && seen.view().marked(key);
        boolean arrived = destination.read(name, uid) instanceof LibvirtHost.Reading.Seen;
        if (result.answered() && untouched && !arrived) {
            return new StartResult.Refused(reason);
        }
        throw new AnswerLostException(
                "the migration broke off and host %s does not show how things are: %s".formatted(source.id(), reason),
                result.error());
    }
}
