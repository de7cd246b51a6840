package org.migrationrunbooks.runbook.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.OperationProgress;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.PlatformException;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.platform.Sighting;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskCommand;
import org.migrationrunbooks.platform.TaskStanding;
import org.migrationrunbooks.platform.UnknownInstanceException;
import org.migrationrunbooks.platform.UnknownPlatformException;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/**
 * Brings about one task with an instance that does not run: stop, relocate, boot, and what removes the traces. A task is named by the
 * state in which it ends, so after any doubt it is looked at again and, where it is not done, begun again.
 */
@Component
class TaskWork {

    /** Nobody foretells how long a guest takes; only what stands still is given up. */
    private static final Duration UNFORESEEN = Duration.ofDays(365);

    private final Platforms platforms;
    private final RunStore runs;
    private final Intents intents;
    private final OperationBooks books;
    private final TaskSteps steps;
    private final Authority authority;
    private final BootTurns turns;
    private final OperationProperties properties;
    private final Clock clock;

    TaskWork(
            Platforms platforms,
            RunStore runs,
            Intents intents,
            OperationBooks books,
            TaskSteps steps,
            Authority authority,
            BootTurns turns,
            OperationProperties properties,
            Clock clock) {
        this.platforms = platforms;
        this.runs = runs;
        this.intents = intents;
        this.books = books;
        this.steps = steps;
        this.authority = authority;
        this.turns = turns;
        this.properties = properties;
        this.clock = clock;
    }

    /** What the kinds of tasks differ in. */
    interface Kind extends Draft {

        /** What the engine is told of an outcome; empty for the good one. */
        Optional<StepFailure> failure(InstanceTask task, OperationOutcome outcome, boolean askedByPerson);
    }

    /** Whether the step goes forward, so that a wish to cancel keeps it from being begun. */
    boolean goesForward(String step) {
        return steps.goesForward(step);
    }

    /** Whether the step changes more than that nothing can start. */
    boolean startsSomething(String step) {
        return !steps.keepsFromStarting(step);
    }

    /** Whether the step is on the way to starting an instance again that the run has switched off. */
    boolean startsAgain(String step) {
        return steps.startsAgain(step);
    }

    TransferWatch watch(String step) {
        return new TransferWatch(new TransferWatch.Limits(
                steps.patience(step),
                longer(steps.patience(step), steps.checksumPatience()),
                UNFORESEEN,
                properties.silence(),
                // A guest that was asked to shut down shows nothing until it is off.
                longer(steps.patience(step), properties.doubt()),
                properties.cancelTimeout(),
                false));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    Draft.Drafted draft(Run run, Plan plan, String step, OperationKey key) {
        if (steps.idle(run, plan, step)) {
            return new Draft.Drafted.Refused(
                    "NOTHING_PLANNED: the plan has nothing for this step; nothing was started.");
        }
        if (steps.exceptionMissing(run, plan, step)) {
            return new Draft.Drafted.Refused(
                    "APPROVAL_MISSING: what this step loses is not approved, by as many others as have to or by a broken"
                            + " glass that still counts; nothing was started.");
        }
        InstanceTask task = steps.task(run, plan, step);
        Optional<String> unproved = authority.unproved(run, task);
        if (unproved.isPresent()) {
            return new Draft.Drafted.Refused(unproved.get() + " Nothing was started.");
        }
        return new Draft.Drafted.Ready(
                new TaskCommand(key, task),
                Map.of("task", task.code(), "host", task.host().name()));
    }

    boolean look(Tenure tenure, TransferWatch watch, Kind kind) {
        Run run = runs.get(tenure.runbook());
        try {
            Optional<Operation> found = intents.open(tenure, run, kind);
            return found.isPresent() && look(tenure, run, found.get(), watch, kind);
        } catch (PlatformUnreachableException | UnknownInstanceException | UnknownPlatformException e) {
            return !watch.silent(clock.instant()) || endSilent(tenure, run, e, kind);
        }
    }

    private boolean look(Tenure tenure, Run run, Operation operation, TransferWatch watch, Kind kind) {
        InstanceTask task = task(operation);
        InstanceTasks tasks = tasks(task);
        TaskStanding standing = tasks.look(task);
        boolean begun = operation.acceptedAt() != null;
        if (begun || !(standing instanceof TaskStanding.NotDone)) {
            // To begin it another host may be needed too, which is silent however often this one answers.
            watch.answered();
        }
        if (standing instanceof TaskStanding.Done) {
            return end(kind, tenure, run, operation, done(operation, task));
        }
        if (standing instanceof TaskStanding.UnderWay underWay) {
            return follow(tenure, run, operation, underWay.progress(), watch, kind);
        }
        if (standing instanceof TaskStanding.Failed failed && begun) {
            return end(
                    kind,
                    tenure,
                    run,
                    operation,
                    operation.cancelAsked()
                            ? read(task, OperationOutcome.Cancelled::new)
                            : read(task, (host, state) -> new OperationOutcome.Failed(failed.reason(), host, state)));
        }
        if (!tenure.mayBegin() || cancelCause(tenure, run, operation, kind).isPresent()) {
            return end(kind, tenure, run, operation, read(task, OperationOutcome.Cancelled::new));
        }
        if (begun && watch.doubtful(clock.instant())) {
            // It was taken, and then neither done nor under way: asking for ever would hide that something is wrong.
            return end(
                    kind,
                    tenure,
                    run,
                    operation,
                    read(
                            task,
                            (host, state) -> new OperationOutcome.Failed(
                                    "it was accepted and did not come about: " + evidence(standing), host, state)));
        }
        if (!begun && turns.waitsFor(run, task).isPresent()) {
            watch.answered();
            return true;
        }
        return !watch.mayBeginAgain(clock.instant(), TransferWatch.AGAIN)
                || begin(tenure, run, operation, tasks, watch, kind);
    }

    private boolean begin(
            Tenure tenure, Run run, Operation operation, InstanceTasks tasks, TransferWatch watch, Kind kind) {
        InstanceTask task = task(operation);
        Optional<String> against = authority.againstNow(run, task);
        if (against.isPresent()) {
            return end(
                    kind,
                    tenure,
                    run,
                    operation,
                    new OperationOutcome.Failed(against.get(), task.host(), InstanceState.UNKNOWN));
        }
        TaskAnswer answer;
        try {
            answer = tasks.begin(task, tenure);
            watch.answered();
        } catch (AnswerLostException e) {
            // Whoever asks later whether this step had an effect must not be told that it had none.
            books.begun(tenure, operation, AuditCode.OPERATION_UNKNOWN, "Not answered: " + e.getMessage());
            return true;
        }
        if (answer instanceof TaskAnswer.Refused refused) {
            return end(
                    kind,
                    tenure,
                    run,
                    operation,
                    read(task, (host, state) -> new OperationOutcome.Failed(refused.reason(), host, state)));
        }
        if (operation.acceptedAt() == null) {
            books.begun(tenure, operation, AuditCode.OPERATION_ACCEPTED, null);
        }
        return true;
    }

    private boolean follow(
            Tenure tenure, Run run, Operation operation, OperationProgress progress, TransferWatch watch, Kind kind) {
        if (operation.acceptedAt() == null) {
            // A worker died before it could say that it had begun.
            books.begun(tenure, operation, AuditCode.OPERATION_FOUND_AGAIN, null);
        }
        books.progress(operation, progress);
        TransferWatch.Advice advice = watch.saw(progress, clock.instant());
        Optional<String> cancel = cancelCause(tenure, run, operation, kind);
        if (operation.cancelAsked() && watch.cancelling(clock.instant())) {
            return end(kind, tenure, run, operation, new OperationOutcome.Unknown("it was told to stop and goes on"));
        }
        if (cancel.isPresent() && !operation.cancelAsked() && !watch.beyondReturn()) {
            if (cancel(tenure, operation, cancel.get()) == CancelResult.TOO_LATE) {
                // It is over soon; the step after it sees the wish.
                watch.tooLateToCancel();
            }
            return true;
        }
        return !(advice instanceof TransferWatch.Advice.GiveUp giveUp)
                || operation.cancelAsked()
                || giveUp(tenure, run, operation, giveUp.reason(), kind);
    }

    /** What cannot be stopped is left to itself, and the run goes on without it. */
    private boolean giveUp(Tenure tenure, Run run, Operation operation, String reason, Kind kind) {
        if (cancel(tenure, operation, reason) != CancelResult.TOO_LATE) {
            return true;
        }
        boolean wished = cancelCause(tenure, run, operation, kind).isPresent();
        return end(
                kind,
                tenure,
                run,
                operation,
                wished
                        ? read(task(operation), OperationOutcome.Cancelled::new)
                        : read(task(operation), (host, state) -> new OperationOutcome.Failed(reason, host, state)));
    }

    private static Optional<String> cancelCause(Tenure tenure, Run run, Operation operation, Kind kind) {
        return kind.cancellable(operation.step()) || !tenure.mayBegin() ? tenure.cancelCause(run) : Optional.empty();
    }

    /** Asks the platform to stop; an answer that did not come is read from what is seen next. */
    private CancelResult cancel(Tenure tenure, Operation operation, String cause) {
        InstanceTask task = task(operation);
        try {
            CancelResult result = tasks(task).cancel(task, tenure);
            if (result == CancelResult.REQUESTED) {
                books.cancelAsked(tenure, operation, cause);
            }
            return result;
        } catch (AnswerLostException e) {
            books.note(tenure, operation, AuditCode.OPERATION_UNKNOWN, "Cancel was not answered: " + e.getMessage());
            return CancelResult.NOTHING_TO_CANCEL;
        }
    }

    private OperationOutcome done(Operation operation, InstanceTask task) {
        return new OperationOutcome.Completed(
                task.host(), Duration.between(operation.intendedAt(), clock.instant()), null);
    }

    /** An outcome with where the instance is read to be: where it runs, else where the task wanted it. */
    private OperationOutcome read(InstanceTask task, BiFunction<HostId, InstanceState, OperationOutcome> outcome) {
        Whereabouts whereabouts =
                platforms.get(task.instance().platform()).hypervisor().whereabouts(task.instance());
        return whereabouts.sightings().stream()
                .min((a, b) -> Integer.compare(rank(a, task), rank(b, task)))
                .map(sighting -> outcome.apply(sighting.host(), sighting.state()))
                .orElseGet(() -> task instanceof InstanceTask.Rebuild rebuild && whereabouts.answered(rebuild.to())
                        // Its host is proved to be off, so that nobody has to be asked where else it could run.
                        ? outcome.apply(rebuild.dead(), InstanceState.STOPPED)
                        : new OperationOutcome.Unknown("the instance was seen on no host"));
    }

    private static int rank(Sighting sighting, InstanceTask task) {
        if (sighting.state() == InstanceState.RUNNING) {
            return 0;
        }
        return sighting.host().equals(task.host()) ? 1 : 2;
    }

    private boolean endSilent(Tenure tenure, Run run, PlatformException e, Kind kind) {
        Optional<Operation> operation = books.current(tenure);
        if (operation.isEmpty()) {
            tenure.refuse("PLATFORM_UNREACHABLE: nothing was started. " + e.getMessage());
            return false;
        }
        return end(
                kind,
                tenure,
                run,
                operation.get(),
                new OperationOutcome.Unknown("the platform is silent: " + e.getMessage()));
    }

    private boolean end(Kind kind, Tenure tenure, Run run, Operation operation, OperationOutcome outcome) {
        InstanceTask task = task(operation);
        books.end(
                tenure,
                run,
                operation,
                outcome,
                kind.failure(task, outcome, run.cancelRequested()),
                () -> turns.over(run, task));
        return false;
    }

    private InstanceTasks tasks(InstanceTask task) {
        String platform = task.instance().platform();
        return platforms
                .get(platform)
                .instanceTasks()
                .orElseThrow(() -> new PlatformUnreachableException(
                        "platform %s cannot act on instances that do not run".formatted(platform), null));
    }

    private static InstanceTask task(Operation operation) {
        return ((TaskCommand) operation.command()).task();
    }

    private static String evidence(TaskStanding standing) {
        if (standing instanceof TaskStanding.NotDone notDone) {
            return notDone.evidence();
        }
        return standing instanceof TaskStanding.Failed failed ? failed.reason() : "";
    }
}
