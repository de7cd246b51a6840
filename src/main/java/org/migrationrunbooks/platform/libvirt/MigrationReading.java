package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.Trace;

/**
 * Tells where a migration is, from what the hosts show; needs nothing that this process remembers. The source is read first and
 * the destination after it: libvirt finishes at the destination before the source lets go, so a destination read after a source
 * that has no job any more is final.
 *
 * <p>What libvirt 11.3 shows, learned in the lab: while a migration runs, the destination lists the domain as paused, not
 * persistent, with the source's metadata, and answers a question for its job with "only on the source host". After an abort or
 * a failure nothing of the job is left, also not for {@code VIR_DOMAIN_JOB_STATS_COMPLETED}: the only trace is the mark. So a
 * mark without a job is evidence that the migration was about to be asked for, not that it was.
 *
 * <p>A peer-to-peer migration goes on when the client that asked for it is killed. When a post-copy breaks, the source is
 * "paused (post-copy failed)" and keeps its job, and the destination says "running (post-copy)" until its own end of the connection
 * breaks, although the guest stands still: the state is looked at before the job. A link that is cut shows as nothing at all.
 */
final class MigrationReading {

    /** How often a source is read that still has a definition of what runs at the destination, before that is believed. */
    private static final int LOOKS = 10;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final LibvirtHosts hosts;
    private final DefinitionKeeping keeping;
    private final Transfers transfers;
    private final Clock clock;

    MigrationReading(LibvirtHosts hosts, DefinitionKeeping keeping, Transfers transfers, Clock clock) {
        this.hosts = hosts;
        this.keeping = keeping;
        this.transfers = transfers;
        this.clock = clock;
    }

    Trace find(MigrationCommand command) {
        MigrationHandle handle = new MigrationHandle(command, "");
        OperationKey key = command.key();
        if (transfers.find(key).isPresent()) {
            return new Trace.Found(handle);
        }
        MigrationRequest request = command.request();
        LibvirtHost.Reading source = read(request.from(), command);
        if (source instanceof LibvirtHost.Reading.Seen seen) {
            DomainView view = seen.view();
            if (!view.marked(key)) {
                return new Trace.NotStarted("%s on %s, read at %s, carries %s, not the mark %s that precedes a start"
                        .formatted(
                                request.instance(),
                                request.from(),
                                clock.instant(),
                                view.xml()
                                        .mark()
                                        .map(mark -> "the mark " + mark.key())
                                        .orElse("no mark"),
                                key));
            }
            if (view.leaving()) {
                return new Trace.Found(handle);
            }
        }
        LibvirtHost.Reading destination = read(request.to(), command);
        if (destination instanceof LibvirtHost.Reading.Seen seen && seen.view().marked(key)) {
            return new Trace.Found(handle);
        }
        return new Trace.NoTrace("%s; %s"
                .formatted(
                        words(request.from().name(), source, key),
                        words(request.to().name(), destination, key)));
    }

    private LibvirtHost.Reading read(HostId host, MigrationCommand command) {
        return hosts.get(host)
                .read(command.request().instance().name(), command.baseline().uid());
    }

    private static String words(String host, LibvirtHost.Reading reading, OperationKey key) {
        if (reading instanceof LibvirtHost.Reading.Silent silent) {
            return host + ": " + silent.problem().getMessage();
        }
        if (reading instanceof LibvirtHost.Reading.Seen seen) {
            return "%s: the instance is %s, %s the mark %s, without a job"
                    .formatted(
                            host,
                            seen.view().instanceState().code(),
                            seen.view().marked(key) ? "with" : "without",
                            key);
        }
        return host + ": no such instance";
    }

    MigrationStatus status(MigrationHandle handle) {
        MigrationCommand command = handle.command();
        for (int look = 1; ; look++) {
            LibvirtHost.Reading source = read(command.request().from(), command);
            if (source instanceof LibvirtHost.Reading.Silent silent) {
                throw silent.problem();
            }
            if (source instanceof LibvirtHost.Reading.Seen seen
                    && seen.view().leaving()
                    && !seen.view().state().postCopyFailed()) {
                DomainView view = seen.view();
                return new MigrationStatus.Running(
                        view.job().progress(phase(view), view.xml().memory(), clock.instant()));
            }
            Optional<Transfer> own = transfers.find(command.key());
            LibvirtHost.Reading destination = read(command.request().to(), command);
            if (look == LOOKS || !beingUndefined(source, destination)) {
                Optional<OperationOutcome> outcome = new Ending(
                                host -> completedJob(host, command), command, source, destination, own, clock)
                        .outcome();
                outcome.ifPresent(ended -> {
                    keeping.reread(command.request().from(), command.request().instance());
                    keeping.reread(command.request().to(), command.request().instance());
                });
                return outcome.<MigrationStatus>map(MigrationStatus.Ended::new)
                        .orElseGet(() -> new MigrationStatus.Running(finishing()));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Between the moment when the source has let go of the instance and that when libvirt takes its definition away. */
    private static boolean beingUndefined(LibvirtHost.Reading source, LibvirtHost.Reading destination) {
        return source instanceof LibvirtHost.Reading.Seen left
                && !left.view().active()
                && destination instanceof LibvirtHost.Reading.Seen arrived
                && arrived.view().instanceState() == InstanceState.RUNNING;
    }

    private JobStats completedJob(HostId host, MigrationCommand command) {
        String name = command.request().instance().name();
        return hosts.get(host)
                .link()
                .ask(connection ->
                        connection.domain(name, domain -> domain.jobs().completed()))
                .orElse(JobStats.NONE);
    }

    private static OperationPhase phase(DomainView source) {
        if (source.state().inPostCopy()) {
            return OperationPhase.POST_COPY;
        }
        if (source.state().haltedForMigration()) {
            return OperationPhase.SWITCHING_OVER;
        }
        if (source.job().copyingDisks()) {
            return OperationPhase.COPYING_DISKS;
        }
        return source.job().sending() ? OperationPhase.PRE_COPY : OperationPhase.PREPARING;
    }

    /** The source has no job any more, but the hosts have not put everything in order yet. */
    private OperationProgress finishing() {
        return new OperationProgress(
                OperationPhase.FINISHING,
                ByteSize.ZERO,
                ByteSize.ZERO,
                ByteSize.ZERO,
                null,
                null,
                null,
                null,
                null,
                clock.instant());
    }
}
