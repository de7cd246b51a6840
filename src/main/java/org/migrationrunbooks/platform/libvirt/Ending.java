package org.migrationrunbooks.platform.libvirt;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationOutcome.Cancelled;
import org.migrationrunbooks.fleet.OperationOutcome.Completed;
import org.migrationrunbooks.fleet.OperationOutcome.Failed;
import org.migrationrunbooks.fleet.OperationOutcome.Unknown;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.PlatformUnreachableException;

/**
 * Judges how a migration ended whose source has answered and shows no job of it, from what both hosts show.
 *
 * <p>A destination that does not answer is no obstacle where the source runs the instance and never finished sending: until then
 * QEMU holds the copy at the destination halted. Where the source did finish sending, libvirt may have resumed it for want of
 * an answer while the destination resumed too; then nobody can say.
 */
final class Ending {

    private static final String NO_REASON = "the migration ended without effect; libvirt keeps no reason of it";

    private final Function<HostId, JobStats> completedJobs;
    private final MigrationCommand command;
    private final @Nullable DomainView source;
    private final LibvirtHost.Reading destination;
    private final Optional<Transfer> own;
    private final Clock clock;

    /**
     * An ending to be judged.
     *
     * @param completedJobs asks a host for the figures of the last completed job of the domain
     * @param own what this process remembers of the transfer
     */
    Ending(
            Function<HostId, JobStats> completedJobs,
            MigrationCommand command,
            LibvirtHost.Reading source,
            LibvirtHost.Reading destination,
            Optional<Transfer> own,
            Clock clock) {
        this.completedJobs = completedJobs;
        this.command = command;
        this.source = source instanceof LibvirtHost.Reading.Seen seen ? seen.view() : null;
        this.destination = destination;
        this.own = own;
        this.clock = clock;
    }

    /**
     * How it ended; empty while the hosts are still putting things in order.
     *
     * @throws PlatformUnreachableException where the destination would have to answer and does not
     */
    Optional<OperationOutcome> outcome() {
        if (postCopyFailed()) {
            return unknown("the connection broke in post-copy: the instance stands still, and neither " + from()
                    + " nor " + to() + " has all of its memory");
        }
        if (own.isPresent() && own.get().result().isEmpty()) {
            return Optional.empty();
        }
        if (source != null && !source.marked(key())) {
            return unknown("%s was marked by another operation since: %s"
                    .formatted(command.request().instance(), source.xml().mark()));
        }
        if (destination instanceof LibvirtHost.Reading.Silent silent) {
            return Optional.of(withoutDestination(silent.problem()));
        }
        return destination instanceof LibvirtHost.Reading.Seen seen
                ? atDestination(seen.view())
                : Optional.of(notAtDestination());
    }

    private boolean postCopyFailed() {
        return (source != null && source.state().postCopyFailed())
                || (destination instanceof LibvirtHost.Reading.Seen seen
                        && seen.view().state().postCopyFailed());
    }

    private OperationOutcome withoutDestination(PlatformUnreachableException problem) {
        if (source == null || source.instanceState() != InstanceState.RUNNING) {
            throw problem;
        }
        if (sentEverything()) {
            return new Unknown("the memory was sent completely, " + from() + " runs the instance again, and " + to()
                    + ", which may run it too, does not answer: " + problem.getMessage());
        }
        return without(source);
    }

    /**
     * libvirt is expected to keep the figures of a transfer that QEMU completed, even where the migration then failed; the moment
     * between the two is too short to be hit in the lab.
     */
    private boolean sentEverything() {
        JobStats last = completedJobs.apply(from());
        return last.completed() && last.outgoingMigration();
    }

    private OperationOutcome notAtDestination() {
        return source == null
                ? new Unknown("neither " + from() + " nor " + to() + " has the instance")
                : without(source);
    }

    /** The instance is where it was. */
    private OperationOutcome without(DomainView left) {
        if (own.isPresent() && own.get().cancelled()) {
            return new Cancelled(from(), left.instanceState());
        }
        String reason = own.flatMap(Transfer::result)
                .map(Transfer.Result::error)
                .map(LibvirtException::getMessage)
                .orElse(NO_REASON);
        return new Failed(reason, from(), left.instanceState());
    }

    private Optional<OperationOutcome> atDestination(DomainView arrived) {
        if (!arrived.marked(key())) {
            return unknown("the instance is on %s without the mark of this operation".formatted(to()));
        }
        if (arrived.instanceState() != InstanceState.RUNNING) {
            // Still to be taken away there where the instance has stayed at the source.
            return source != null && source.state().active()
                    ? Optional.empty()
                    : unknown("the instance is on %s but does not run there; it is %s"
                            .formatted(to(), arrived.instanceState()));
        }
        if (source == null) {
            return Optional.of(completed(arrived));
        }
        return source.state().active()
                ? unknown("both %s (%s) and %s run the instance".formatted(from(), source.instanceState(), to()))
                : unknown("the instance runs on %s, but a definition of it is left on %s".formatted(to(), from()));
    }

    private OperationOutcome completed(DomainView arrived) {
        JobStats figures = completedJobs.apply(to());
        Duration totalTime = figures.totalTime();
        if (totalTime == null) {
            totalTime = own.flatMap(Transfer::result)
                    .map(Transfer.Result::took)
                    .or(() -> arrived.xml().mark().map(mark -> Duration.between(mark.at(), clock.instant())))
                    .orElse(Duration.ZERO);
        }
        return new Completed(to(), totalTime, figures.downtime());
    }

    private OperationKey key() {
        return command.key();
    }

    private HostId from() {
        return command.request().from();
    }

    private HostId to() {
        return command.request().to();
    }

    private static Optional<OperationOutcome> unknown(String reason) {
        return Optional.of(new Unknown(reason));
    }
}
