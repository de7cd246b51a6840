package org.migrationrunbooks.runbook.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationPhase;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.Baseline;
import org.migrationrunbooks.platform.Escalation;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.MigrationCommand;
import org.migrationrunbooks.platform.MigrationHandle;
import org.migrationrunbooks.platform.MigrationRequest;
import org.migrationrunbooks.platform.MigrationStatus;
import org.migrationrunbooks.platform.PlatformException;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.StartResult;
import org.migrationrunbooks.platform.Trace;
import org.migrationrunbooks.platform.UnknownInstanceException;
import org.migrationrunbooks.platform.UnknownPlatformException;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/**
 * One look at one transfer: reads what is true, does at most one thing about it, and says whether to look again. It holds nothing
 * between two looks but the watch, so any worker can go on where another stopped.
 */
@Component
class LiveTransfer implements LongOperation, Draft {

    static final String TOPIC = "live-transfer";

    private final Platforms platforms;
    private final RunStore runs;
    private final Intents intents;
    private final OperationBooks books;
    private final TransferLimits limits;
    private final DiskRemains remains;
    private final Clock clock;

    LiveTransfer(
            Platforms platforms,
            RunStore runs,
            Intents intents,
            OperationBooks books,
            TransferLimits limits,
            DiskRemains remains,
            Clock clock) {
        this.platforms = platforms;
        this.runs = runs;
        this.intents = intents;
        this.books = books;
        this.limits = limits;
        this.remains = remains;
        this.clock = clock;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public boolean knows(Operation operation) {
        return operation.command() instanceof MigrationCommand;
    }

    @Override
    public TransferWatch watch(Run run, String step) {
        return new TransferWatch(limits.of(run));
    }

    @Override
    public Drafted draft(Run run, Plan plan, String step, OperationKey key) {
        if (plan.moves().size() != 1 || !(plan.moves().get(0).strategy() instanceof Strategy.Live strategy)) {
            return new Drafted.Refused("PLAN_MISSING: no live migration is planned; nothing was started.");
        }
        Move move = plan.moves().get(0);
        Baseline baseline = hypervisor(run).baseline(run.instance());
        MigrationRequest request = new MigrationRequest(
                move.instance(),
                move.from(),
                move.to(),
                strategy,
                run.request().bandwidth(),
                Duration.ofMillis(plan.maxDowntimeMillis()));
        return new Drafted.Ready(
                new MigrationCommand(key, request, baseline),
                Map.of(
                        "from", move.from().name(),
                        "to", move.to().name(),
                        "strategy", strategy.code()));
    }

    @Override
    public boolean foundAgain(Operation ended) {
        MigrationCommand command = command(ended);
        return platforms
                        .get(command.request().instance().platform())
                        .hypervisor()
                        .find(command)
                instanceof Trace.Found;
    }

    @Override
    public StepFailure cancellation() {
        return new StepFailure(TransferError.TransferCancelled.name(), "Cancelled before anything was started.");
    }

    @Override
    public boolean cancellable(String step) {
        return true;
    }

    private Hypervisor hypervisor(Run run) {
        return platforms.get(run.instance().platform()).hypervisor();
    }

    private static MigrationCommand command(Operation operation) {
        return (MigrationCommand) operation.command();
    }

    @Override
    public boolean look(Tenure tenure, TransferWatch watch) {
        Run run = runs.get(tenure.runbook());
        try {
            Optional<Operation> found = intents.open(tenure, run, this);
            if (found.isEmpty()) {
                return false;
            }
            Operation operation = found.get();
            Hypervisor hypervisor = hypervisor(run);
            MigrationHandle handle = operation.handle();
            return handle == null
                    ? begin(tenure, run, operation, hypervisor, watch)
                    : follow(tenure, run, operation, handle, hypervisor, watch);
        } catch (PlatformUnreachableException | UnknownInstanceException | UnknownPlatformException e) {
            // An instance or platform that is gone answers nothing either; both may come back.
            return !watch.silent(clock.instant()) || endSilent(tenure, run, e);
        }
    }

    private boolean begin(Tenure tenure, Run run, Operation operation, Hypervisor hypervisor, TransferWatch watch) {
        Trace trace = hypervisor.find(command(operation));
        watch.answered();
        if (trace instanceof Trace.Found found) {
            books.accepted(tenure, operation, found.handle(), AuditCode.OPERATION_FOUND_AGAIN);
            return true;
        }
        if (trace instanceof Trace.NoTrace noTrace) {
            return !watch.doubtful(clock.instant())
                    || end(tenure, run, operation, new OperationOutcome.Unknown(noTrace.doubt()));
        }
        Optional<String> cancel = tenure.cancelCause(run);
        if (cancel.isPresent()) {
            return end(tenure, run, operation, notStarted(operation, hypervisor, OperationOutcome.Cancelled::new));
        }
        return start(tenure, run, operation, hypervisor);
    }

    private boolean start(Tenure tenure, Run run, Operation operation, Hypervisor hypervisor) {
        StartResult result;
        try {
            result = hypervisor.start(command(operation), tenure);
        } catch (AnswerLostException e) {
            books.note(tenure, operation, AuditCode.OPERATION_UNKNOWN, "The start was not answered: " + e.getMessage());
            return true;
        }
        if (result instanceof StartResult.Accepted accepted) {
            books.accepted(tenure, operation, accepted.handle(), AuditCode.OPERATION_ACCEPTED);
            return true;
        }
        String reason = ((StartResult.Refused) result).reason();
        return end(
                tenure,
                run,
                operation,
                notStarted(operation, hypervisor, (host, state) -> new OperationOutcome.Failed(reason, host, state)));
    }

    private boolean follow(
            Tenure tenure,
            Run run,
            Operation operation,
            MigrationHandle handle,
            Hypervisor hypervisor,
            TransferWatch watch) {
        MigrationStatus status = hypervisor.status(handle);
        if (status instanceof MigrationStatus.Ended ended) {
            watch.answered();
            return !remains.cleared(tenure, operation, handle, ended.outcome(), hypervisor, watch)
                    || end(tenure, run, operation, asAsked(operation, ended.outcome()));
        }
        var progress = ((MigrationStatus.Running) status).progress();
        books.progress(operation, progress);
        TransferWatch.Advice advice = watch.saw(progress, clock.instant());
        Optional<String> cancel = tenure.cancelCause(run);
        if (operation.cancelAsked() && watch.cancelling(clock.instant())) {
            return end(tenure, run, operation, new OperationOutcome.Unknown("it was told to stop and goes on"));
        }
        if (cancel.isPresent()) {
            return cancel(tenure, operation, handle, hypervisor, watch, cancel.get());
        }
        if (advice instanceof TransferWatch.Advice.GiveUp giveUp) {
            if (progress.phase() == OperationPhase.POST_COPY) {
                return end(
                        tenure,
                        run,
                        operation,
                        new OperationOutcome.Unknown("post-copy stands still: " + giveUp.reason()
                                + "; the instance may be frozen at the destination"));
            }
            return cancel(tenure, operation, handle, hypervisor, watch, giveUp.reason());
        }
        if (advice instanceof TransferWatch.Advice.Escalate escalate) {
            return escalate(tenure, operation, handle, hypervisor, watch, escalate.reason());
        }
        return true;
    }

    /** A platform may not tell a transfer that we stopped from one that broke, least of all after a restart of ours. */
    private static OperationOutcome asAsked(Operation operation, OperationOutcome outcome) {
        return operation.cancelAsked()
                        && outcome instanceof OperationOutcome.Failed failed
                        && failed.state() == InstanceState.RUNNING
                ? new OperationOutcome.Cancelled(failed.host(), failed.state())
                : outcome;
    }

    private boolean cancel(
            Tenure tenure,
            Operation operation,
            MigrationHandle handle,
            Hypervisor hypervisor,
            TransferWatch watch,
            String cause) {
        if (operation.cancelAsked() || watch.beyondReturn()) {
            return true;
        }
        try {
            switch (hypervisor.cancel(handle, tenure)) {
                case REQUESTED -> books.cancelAsked(tenure, operation, cause);
                case TOO_LATE -> {
                    watch.tooLateToCancel();
                    books.note(
                            tenure,
                            operation,
                            AuditCode.OPERATION_CANCEL_REQUESTED,
                            "Too late, the point of no return is behind: " + cause);
                }
                // It has ended just now; the next look reads how.
                case NOTHING_TO_CANCEL -> {}
            }
        } catch (AnswerLostException e) {
            // The next look reads what became of it and asks again if need be.
            books.note(tenure, operation, AuditCode.OPERATION_UNKNOWN, "Cancel was not answered: " + e.getMessage());
        }
        return true;
    }

    private boolean escalate(
            Tenure tenure,
            Operation operation,
            MigrationHandle handle,
            Hypervisor hypervisor,
            TransferWatch watch,
            String reason) {
        Optional<Escalation> allowed = hypervisor.escalations(handle).stream()
                .filter(Escalation.SwitchToPostCopy.class::isInstance)
                .findFirst();
        if (allowed.isEmpty()) {
            return true;
        }
        books.escalating(tenure, operation, allowed.get(), reason);
        try {
            hypervisor.escalate(handle, allowed.get(), tenure);
            watch.escalated();
        } catch (AnswerLostException e) {
            books.note(
                    tenure, operation, AuditCode.OPERATION_UNKNOWN, "Escalation was not answered: " + e.getMessage());
        }
        return true;
    }

    private boolean endSilent(Tenure tenure, Run run, PlatformException e) {
        Optional<Operation> operation = books.current(tenure);
        if (operation.isEmpty()) {
            tenure.refuse("PLATFORM_UNREACHABLE: nothing was started. " + e.getMessage());
            return false;
        }
        return end(
                tenure,
                run,
                operation.get(),
                new OperationOutcome.Unknown("the platform is silent: " + e.getMessage()));
    }

    private boolean end(Tenure tenure, Run run, Operation operation, OperationOutcome outcome) {
        books.end(tenure, run, operation, outcome, TransferError.failure(outcome, run.cancelRequested()));
        return false;
    }

    /** The outcome of what the platform says was never started, with where the instance is read to be. */
    private static OperationOutcome notStarted(
            Operation operation, Hypervisor hypervisor, BiFunction<HostId, InstanceState, OperationOutcome> outcome) {
        Whereabouts whereabouts =
                hypervisor.whereabouts(command(operation).request().instance());
        if (whereabouts.sightings().size() != 1) {
            return new OperationOutcome.Unknown("nothing was started by us, but the instance was seen on %d hosts"
                    .formatted(whereabouts.sightings().size()));
        }
        Sighting sighting = whereabouts.sightings().get(0);
        return outcome.apply(sighting.host(), sighting.state());
    }
}
