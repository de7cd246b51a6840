package org.migrationrunbooks.runbook.operations;

import org.migrationrunbooks.fleet.OperationKey;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.TaskCommand;
import org.migrationrunbooks.runbook.Run;

/** What both kinds of tasks share: the work itself. */
abstract class TaskOperation implements LongOperation, TaskWork.Kind {

    private final TaskWork work;

    TaskOperation(TaskWork work) {
        this.work = work;
    }

    @Override
    public final boolean knows(Operation operation) {
        return operation.command() instanceof TaskCommand
                && cancellable(operation.step()) == work.goesForward(operation.step());
    }

    @Override
    public final TransferWatch watch(Run run, String step) {
        return work.watch(step);
    }

    @Override
    public final boolean look(Tenure tenure, TransferWatch watch) {
        return work.look(tenure, watch, this);
    }

    @Override
    public final Drafted draft(Run run, Plan plan, String step, OperationKey key) {
        return work.draft(run, plan, step, key);
    }

    @Override
    public final boolean needsApproval(String step) {
        return work.startsSomething(step);
    }

    @Override
    public final boolean passesBrake(String step) {
        return work.startsAgain(step);
    }

    /** A task is looked at before it is begun, every time; there is nothing to be found again. */
    @Override
    public final boolean foundAgain(Operation ended) {
        return false;
    }
}
