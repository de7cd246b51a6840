package org.migrationrunbooks.platform.simulated;

import java.time.Duration;
import java.util.Optional;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.Fault;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/** What can be asked of the simulated hosts about instances that do not run; each call may be the last one that is answered. */
final class SimulatedInstanceTasks implements InstanceTasks {

    private final Simulator simulator;

    SimulatedInstanceTasks(Simulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public TaskStanding look(InstanceTask task) {
        return simulator.ask(world -> new TaskReading(world).look(task));
    }

    @Override
    public TaskAnswer begin(InstanceTask task, EffectGuard guard) {
        guard.beforeEffect();
        Optional<TaskAnswer> answer = simulator.change((world, timeline) -> {
            TaskStart.silent(world, task).ifPresent(world::requireAnswer);
            return ask(world, timeline, task);
        });
        return answer.orElseThrow(
                () -> new AnswerLostException("the connection was lost after " + task + " was sent", null));
    }

    /** Empty where the caller gets no answer. */
    private static Optional<TaskAnswer> ask(World world, Timeline timeline, InstanceTask task) {
        TaskStart start = new TaskStart(world, timeline, world.now());
        String instance = task.instance().name();
        start.note(LedgerEvent.TASK_ASKED, task, Json.write(task));
        Optional<Duration> later =
                world.faults().spring(Fault.Kind.CARRIED_OUT_LATER, instance).map(Fault::delay);
        if (later.isPresent()) {
            timeline.queue(task, PlatformTime.later(world.now(), later.get().toNanos()));
            start.note(LedgerEvent.TASK_QUEUED, task, "for " + later.get());
            return Optional.empty();
        }
        TaskAnswer answer = start.carryOut(task);
        if (world.faults().spring(Fault.Kind.ANSWER_LOST, instance).isPresent()) {
            start.note(LedgerEvent.ANSWER_WITHHELD, task, "");
            return Optional.empty();
        }
        return Optional.of(answer);
    }

    @Override
    public CancelResult cancel(InstanceTask task, EffectGuard guard) {
        guard.beforeEffect();
        return simulator.change((world, timeline) -> {
            TaskStart.silent(world, task).ifPresent(world::requireAnswer);
            if (!(task instanceof InstanceTask.Relocate relocate)) {
                return new TaskReading(world).look(task) instanceof TaskStanding.UnderWay
                        ? CancelResult.TOO_LATE
                        : CancelResult.NOTHING_TO_CANCEL;
            }
            Optional<Job> copying = timeline.jobs().stream()
                    .filter(job -> job.instance().equals(task.instance().name()))
                    .filter(job -> job.relocates(relocate.epoch()))
                    .findFirst();
            new TaskStart(world, timeline, world.now())
                    .note(LedgerEvent.CANCEL_ASKED, task, copying.isPresent() ? "" : "nothing is under way");
            copying.ifPresent(new JobEvents(world, timeline, world.now())::cancel);
            return copying.isPresent() ? CancelResult.REQUESTED : CancelResult.NOTHING_TO_CANCEL;
        });
    }
}
