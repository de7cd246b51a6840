package org.migrationrunbooks.runbook.operations;

import java.time.Duration;
import java.util.List;
import org.migrationrunbooks.approval.Approvals;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.fleet.OperationOutcome;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.TaskCommand;
import org.migrationrunbooks.runbook.ColdMigrationProperties;
import org.migrationrunbooks.runbook.PlanException;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/**
 * Which task a step of a model stands for. The ids are those of the models; what is acted on comes from the plan on record, never from
 * a variable.
 */
@Component
class TaskSteps {

    private static final String STOP = "Task_StopInstance";
    private static final String SWITCH_OFF = "Task_SwitchOffInstance";
    private static final String RELOCATE = "Task_RelocateInstance";
    private static final String BOOT = "Task_BootInstance";
    private static final String RELEASE_SOURCE = "Task_ReleaseSource";
    private static final String STOP_AT_DESTINATION = "Task_SwitchOffAtDestination";
    private static final String DISCARD_COPY = "Task_DiscardCopy";
    private static final String BOOT_AT_SOURCE = "Task_BootAtSource";

    private static final String REMOVE_LEFTOVER = "Task_RemoveLeftover";
    private static final String WITHDRAW_COPY = "Task_WithdrawCopy";
    private static final String REBUILD = "Task_RebuildInstance";
    private static final String DISCARD_REBUILT = "Task_DiscardRebuilt";

    private final RunStore runs;
    private final Approvals approvals;
    private final OperationStore operations;
    private final LeftoverQueue leftovers;
    private final ColdMigrationProperties limits;

    TaskSteps(
            RunStore runs,
            Approvals approvals,
            OperationStore operations,
            LeftoverQueue leftovers,
            ColdMigrationProperties limits) {
        this.runs = runs;
        this.approvals = approvals;
        this.operations = operations;
        this.leftovers = leftovers;
        this.limits = limits;
    }

    /**
     * The task of a step.
     *
     * @throws IllegalStateException where the model has a step that is not known here
     */
    InstanceTask task(Run run, Plan plan, String step) {
        if (step.equals(REMOVE_LEFTOVER)) {
            return leftovers
                    .next(run, plan)
                    .orElseThrow(() -> new IllegalStateException("nothing is left to be removed by " + run.id()));
        }
        Move move = plan.moves().get(0);
        InstanceId instance = move.instance();
        HostId from = move.from();
        HostId to = move.to();
        String epoch = run.id().value();
        return switch (step) {
            // Where an approver has allowed it, there is no use in waiting for the guest once more.
            case STOP -> new InstanceTask.Stop(instance, from, granted(run, plan, PlanException.HARD_STOP));
            case SWITCH_OFF -> new InstanceTask.Stop(instance, from, true);
            case RELOCATE ->
                new InstanceTask.Relocate(
                        instance, from, to, epoch, run.request().bandwidth());
            case BOOT -> new InstanceTask.Boot(instance, to, epoch);
            case RELEASE_SOURCE -> new InstanceTask.ReleaseSource(instance, from, to, epoch);
            case STOP_AT_DESTINATION -> new InstanceTask.Stop(instance, to, true);
            case DISCARD_COPY -> new InstanceTask.DiscardCopy(instance, to, epoch);
            case BOOT_AT_SOURCE -> new InstanceTask.Boot(instance, from, null);
            case WITHDRAW_COPY -> withdrawCopy(run);
            case REBUILD ->
                new InstanceTask.Rebuild(
                        instance,
                        from,
                        to,
                        rebuildEpoch(run, to),
                        move.strategy() instanceof Strategy.Rebuild rebuild && rebuild.fromImage());
            case DISCARD_REBUILT -> new InstanceTask.DiscardCopy(instance, to, rebuildEpoch(run, to));
            default -> throw new IllegalStateException("no task is known for the step " + step);
        };
    }

    /** What a cold migration that was taken over may have made at its destination. */
    private InstanceTask withdrawCopy(Run run) {
        if (run.takesOver() == null) {
            throw new IllegalStateException("run %s has taken nothing over".formatted(run.id()));
        }
        Run taken = runs.get(run.takesOver());
        if (taken.plan() == null) {
            throw new IllegalStateException("run %s had no plan".formatted(taken.id()));
        }
        return new InstanceTask.DiscardCopy(
                run.instance(), taken.plan().moves().get(0).to(), taken.id().value());
    }

    /** No two destinations of a rebuild share an epoch: what was discarded, or given up with its host, at one may never start at another. */
    private String rebuildEpoch(Run run, HostId to) {
        List<Operation> all = operations.of(run.id());
        List<HostId> discarded = all.stream()
                .filter(operation -> operation.step().equals(DISCARD_REBUILT))
                .filter(operation -> operation.outcome() instanceof OperationOutcome.Completed)
                .map(TaskSteps::host)
                .toList();
        long left = all.stream()
                .filter(operation -> operation.step().equals(REBUILD))
                .map(TaskSteps::host)
                .filter(host -> !host.equals(to) && !discarded.contains(host))
                .distinct()
                .count();
        long before = discarded.size() + left;
        return before == 0 ? run.id().value() : "%s-%d".formatted(run.id(), before + 1);
    }

    private static HostId host(Operation operation) {
        return ((TaskCommand) operation.command()).task().host();
    }

    /** Whether the step has nothing to act on; the model does not come there then. */
    boolean idle(Run run, Plan plan, String step) {
        return step.equals(REMOVE_LEFTOVER) && leftovers.next(run, plan).isEmpty();
    }

    /** Whether an approval of its own, beyond the plan's, is missing for this step; it is read from the rows. */
    boolean exceptionMissing(Run run, Plan plan, String step) {
        return switch (step) {
            case SWITCH_OFF -> !run.request().hardStopAllowed() && !granted(run, plan, PlanException.HARD_STOP);
            case STOP_AT_DESTINATION -> !granted(run, plan, PlanException.DISCARD_WRITES);
            case DISCARD_COPY ->
                operations.mayHaveTakenEffect(run.id(), BOOT) && !granted(run, plan, PlanException.DISCARD_WRITES);
            default -> false;
        };
    }

    private boolean granted(Run run, Plan plan, PlanException exception) {
        return approvals.granted(run.id(), run.toApprove(exception.hash(plan)));
    }

    /** Whether the step goes forward; the others bring a migration to a clean end. */
    boolean goesForward(String step) {
        return switch (step) {
            case STOP, SWITCH_OFF, RELOCATE, BOOT, REBUILD -> true;
            default -> false;
        };
    }

    /** Whether all that the step does is to make sure that what was asked for earlier does not start. */
    boolean keepsFromStarting(String step) {
        return step.equals(WITHDRAW_COPY) || step.equals(DISCARD_REBUILT);
    }

    /** Whether the step is on the way to starting an instance again that the run has switched off, forward or back. */
    boolean startsAgain(String step) {
        return switch (step) {
            case BOOT, DISCARD_COPY, BOOT_AT_SOURCE -> true;
            default -> false;
        };
    }

    /** How long checksums may be compared after the last byte has been copied. */
    Duration checksumPatience() {
        return limits.checksumTimeout();
    }

    /** How long nothing may move before the task is given up. */
    Duration patience(String step) {
        return switch (step) {
            case STOP -> limits.shutdownTimeout();
            case RELOCATE -> limits.stallTimeout();
            default -> limits.bootTimeout();
        };
    }
}
