package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.DataRate;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Trace;

/** What the platform tells of migrations, as far as the hosts that know answer. */
final class MigrationReading {

    private final Simulator simulator;

    MigrationReading(Simulator simulator) {
        this.simulator = simulator;
    }

    Trace find(MigrationCommand command) {
        return simulator.ask(world -> {
            Optional<Transfer> transfer = world.transfers().newestOf(command.key());
            if (transfer.isPresent() && someoneTells(world, transfer.get())) {
                return new Trace.Found(new MigrationHandle(
                        command, Long.toString(transfer.get().id())));
            }
            return withoutTransfer(world, command);
        });
    }

    private static boolean someoneTells(World world, Transfer transfer) {
        return !world.silent(transfer.terms().from())
                || !world.silent(transfer.terms().to());
    }

    /**
     * The mark is written before a start is sent. So as long as the instance carries the mark that it had before, nothing was sent;
     * any other mark proves nothing, since a later operation may have overwritten ours.
     */
    private static Trace withoutTransfer(World world, MigrationCommand command) {
        Optional<Instance> instance = world.instance(command.request().instance());
        if (instance.isEmpty()) {
            return new Trace.NoTrace("no host has " + command.request().instance() + " any more");
        }
        if (world.silent(instance.get().host().name())) {
            return new Trace.NoTrace(instance.get().host() + ", where the instance was last, does not answer");
        }
        String mark = world.instances()
                .mark(instance.get().name())
                .map(OperationKey::value)
                .orElse("");
        if (!instance.get().uid().equals(command.baseline().uid())) {
            return new Trace.NoTrace("the instance of this name is another one now");
        }
        return mark.equals(command.baseline().marker())
                ? new Trace.NotStarted("%s on %s carries the mark '%s', as before"
                        .formatted(instance.get().id(), instance.get().host(), mark))
                : new Trace.NoTrace("%s on %s is %s, and no transfer is known"
                        .formatted(
                                instance.get().id(),
                                instance.get().host(),
                                mark.equals(command.key().value())
                                        ? "marked for it"
                                        : "marked for another operation, '%s'".formatted(mark)));
    }

    MigrationStatus status(MigrationHandle handle) {
        return simulator.ask(world -> {
            Optional<Transfer> transfer = of(world, handle);
            if (transfer.isEmpty()) {
                return new MigrationStatus.Ended(new OperationOutcome.Unknown("the platform knows no transfer %s of %s"
                        .formatted(handle.reference(), handle.command().key())));
            }
            Transfer.End end = transfer.get().end();
            return end == null
                    ? new MigrationStatus.Running(progress(world, transfer.get()))
                    : new MigrationStatus.Ended(outcome(world, transfer.get(), end));
        });
    }

    static Optional<Transfer> of(World world, MigrationHandle handle) {
        return handle.reference().chars().allMatch(Character::isDigit)
                        && !handle.reference().isEmpty()
                ? world.transfers().find(Long.parseLong(handle.reference()))
                : Optional.empty();
    }

    /** Statistics are the source's to tell. */
    private static OperationProgress progress(World world, Transfer stored) {
        requireAnswer(world, stored.terms().from());
        Transfer transfer = stored.with(stored.flow().at(world.now()));
        TransferTerms terms = transfer.terms();
        Flow flow = transfer.flow();
        boolean copyingDisks = transfer.phase() == OperationPhase.COPYING_DISKS;
        long disksLeft = copyingDisks ? flow.unsent() : 0;
        long memorySent = copyingDisks ? 0 : flow.total();
        long memoryLeft = copyingDisks ? terms.memory() : PreCopy.remaining(transfer);
        long remaining = disksLeft + memoryLeft;
        OperationProgress.Amount disks = amount(terms.disks(), terms.disks() - disksLeft, disksLeft);
        return new OperationProgress(
                transfer.phase(),
                ByteSize.ofBytes(terms.bytes()),
                ByteSize.ofBytes(disks.processed().bytes() + memorySent),
                ByteSize.ofBytes(remaining),
                copyingDisks ? null : flow.round(),
                flow.dirtyRate() == null ? null : DataRate.ofBytesPerSecond(flow.dirtyRate()),
                DataRate.ofBytesPerSecond(flow.rate()),
                transfer.terms().autoConverge() ? transfer.throttle().percent() : null,
                expectedEnd(world, transfer, remaining),
                world.instant(),
                terms.disks() > 0 ? disks : null);
    }

    private static OperationProgress.Amount amount(long total, long processed, long remaining) {
        return new OperationProgress.Amount(
                ByteSize.ofBytes(total), ByteSize.ofBytes(processed), ByteSize.ofBytes(remaining));
    }

    private static @Nullable Instant expectedEnd(World world, Transfer transfer, long remaining) {
        if (transfer.flow().steady() || (transfer.flow().rate() == 0 && transfer.phase() != OperationPhase.FINISHING)) {
            return null;
        }
        long sent = PlatformTime.nanosFor(remaining, transfer.flow().rate());
        long lead = transfer.phase() == OperationPhase.POST_COPY ? 0 : PreCopy.TAKE_OVER_NANOS;
        return world.time().instant(world.now() + sent + lead);
    }

    /** An end is believed only where the host that has the instance tells so now. */
    private static OperationOutcome outcome(World world, Transfer transfer, Transfer.End end) {
        TransferTerms terms = transfer.terms();
        if (end.result() == Transfer.Result.COMPLETED) {
            requireAnswer(world, terms.to());
            return new OperationOutcome.Completed(
                    world.id(terms.to()),
                    Duration.ofNanos(end.at() - terms.startedAt()),
                    Duration.ofNanos(transfer.downtime()));
        }
        Instance instance = world.instances().find(terms.instance()).orElseThrow();
        requireAnswer(world, instance.host().name());
        return end.result() == Transfer.Result.CANCELLED
                ? new OperationOutcome.Cancelled(instance.host(), instance.state())
                : new OperationOutcome.Failed(end.reason(), instance.host(), instance.state());
    }

    private static void requireAnswer(World world, String host) {
        if (world.silent(host)) {
            throw new PlatformUnreachableException(world.id(host) + " does not answer", null);
        }
    }

    List<Escalation> escalations(MigrationHandle handle) {
        return simulator.ask(world -> of(world, handle)
                .filter(transfer -> !world.silent(transfer.terms().from()))
                .map(MigrationReading::escalations)
                .orElse(List.of()));
    }

    /** Doubling the permitted downtime is what libvirt's own clients propose; post-copy needs a link that carries it. */
    static List<Escalation> escalations(Transfer transfer) {
        if (!transfer.active() || transfer.phase() != OperationPhase.PRE_COPY) {
            return List.of();
        }
        List<Escalation> escalations = new ArrayList<>();
        escalations.add(new Escalation.RaiseMaxDowntime(
                Duration.ofNanos(transfer.maxDowntime()).multipliedBy(2)));
        if (transfer.terms().postCopy() && transfer.flow().rate() > 0) {
            escalations.add(new Escalation.SwitchToPostCopy());
        }
        return escalations;
    }
}
