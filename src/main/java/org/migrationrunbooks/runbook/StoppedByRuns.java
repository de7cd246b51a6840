package org.migrationrunbooks.runbook;

import java.util.EnumSet;
import java.util.Set;
import org.migrationrunbooks.fleet.Instance;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskCommand;
import org.migrationrunbooks.runbook.operations.Operation;
import org.migrationrunbooks.runbook.operations.OperationStore;
import org.springframework.stereotype.Component;

/** Instances that are off only since a run of ours has stopped them in order to move them: their owners miss them. */
@Component
class StoppedByRuns {

    private static final Set<InstanceState> OFF = EnumSet.of(InstanceState.STOPPED, InstanceState.CRASHED);

    private final Claims claims;
    private final RunStore runs;
    private final OperationStore operations;

    StoppedByRuns(Claims claims, RunStore runs, OperationStore operations) {
        this.claims = claims;
        this.runs = runs;
        this.operations = operations;
    }

    /** The instance as it would be had no run stopped it; one that was off already when its run began stays so. */
    Instance undone(Instance instance) {
        boolean stopped = OFF.contains(instance.state())
                && claims.holder(instance.id()).flatMap(runs::find).stream()
                        .filter(run -> !run.state().ended())
                        .flatMap(run -> operations.of(run.id()).stream())
                        .anyMatch(StoppedByRuns::stops);
        return stopped ? instance.in(InstanceState.UNKNOWN) : instance;
    }

    /** A stop that was asked for; what is off already is not told to stop. */
    private static boolean stops(Operation operation) {
        return operation.acceptedAt() != null
                && operation.command() instanceof TaskCommand command
                && command.task() instanceof InstanceTask.Stop;
    }
}
