package org.migrationrunbooks.runbook.operations;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.planning.Disposition;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.PowerCommand;
import org.migrationrunbooks.platform.TaskCommand;
import org.migrationrunbooks.runbook.Run;
import org.springframework.stereotype.Component;

/**
 * What a host that returns still has of instances that are elsewhere: the leftovers of the plan but those that were removed since the host
 * was given power last. Each new attempt begins with that, and reads the host again.
 */
@Component
public class LeftoverQueue {

    private final OperationStore operations;

    LeftoverQueue(OperationStore operations) {
        this.operations = operations;
    }

    /** The next one to be removed; empty where none is left. */
    public Optional<InstanceTask> next(Run run, Plan plan) {
        List<Operation> all = operations.of(run.id());
        int begun = all.stream()
                .filter(operation -> operation.command() instanceof PowerCommand)
                .map(all::indexOf)
                .reduce(-1, Math::max);
        Set<InstanceId> removed = all.subList(begun + 1, all.size()).stream()
                .filter(operation -> operation.outcome() instanceof OperationOutcome.Completed)
                .map(Operation::command)
                .filter(TaskCommand.class::isInstance)
                .map(command -> ((TaskCommand) command).task().instance())
                .collect(Collectors.toSet());
        return plan.dispositions().stream()
                .filter(disposition -> disposition.kind() == Disposition.Kind.LEFTOVER)
                .map(Disposition::instance)
                .filter(instance -> !removed.contains(instance))
                .findFirst()
                .map(instance -> new InstanceTask.RemoveLeftover(instance, run.host()));
    }
}
