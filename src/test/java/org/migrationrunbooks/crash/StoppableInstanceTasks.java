package org.migrationrunbooks.crash;

import org.migrationrunbooks.platform.CancelResult;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.TaskAnswer;
import org.migrationrunbooks.platform.TaskStanding;

/** The real port, with points to be held at around its calls. */
final class StoppableInstanceTasks implements InstanceTasks {

    private final InstanceTasks real;
    private final StopPoints points;

    StoppableInstanceTasks(InstanceTasks real, StopPoints points) {
        this.real = real;
        this.points = points;
    }

    @Override
    public TaskStanding look(InstanceTask task) {
        reach("about-to-look-at", task);
        TaskStanding standing = real.look(task);
        if (standing instanceof TaskStanding.Done) {
            reach("done", task);
        } else if (standing instanceof TaskStanding.UnderWay) {
            reach("in-the-middle-of", task);
        }
        return standing;
    }

    @Override
    public TaskAnswer begin(InstanceTask task, EffectGuard guard) {
        TaskAnswer answer = real.begin(task, () -> {
            guard.beforeEffect();
            reach("about-to-begin", task);
        });
        reach("begun", task);
        return answer;
    }

    private void reach(String when, InstanceTask task) {
        points.reach(StopPoint.task(when, task.code()), task.instance().name());
    }

    @Override
    public CancelResult cancel(InstanceTask task, EffectGuard guard) {
        return real.cancel(task, guard);
    }
}
