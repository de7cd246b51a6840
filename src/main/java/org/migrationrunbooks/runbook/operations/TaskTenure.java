package org.migrationrunbooks.runbook.operations;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.variable.Variables;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.runbook.Run;

/**
 * The lock of an external task as a lease. The engine lets a worker complete a task whose lock has run out as long as nobody else
 * has it; only {@code extendLock} refuses, so every effect and the completion are preceded by an extension, the latter in the same
 * transaction.
 */
final class TaskTenure implements Tenure {

    private static final int EXTENSIONS_AT_ONCE = 5;

    private final ExternalTaskService tasks;
    private final String taskId;
    private final String workerId;
    private final String processInstanceId;
    private final RunbookId runbook;
    private final String step;
    private final Duration lease;

    TaskTenure(ExternalTaskService tasks, LockedExternalTask task, Duration lease) {
        this.tasks = tasks;
        this.taskId = task.getId();
        this.workerId = task.getWorkerId();
        this.processInstanceId = task.getProcessInstanceId();
        this.runbook = new RunbookId(task.getBusinessKey());
        this.step = task.getActivityId();
        this.lease = lease;
    }

    @Override
    public RunbookId runbook() {
        return runbook;
    }

    @Override
    public String step() {
        return step;
    }

    @Override
    public String processInstanceId() {
        return processInstanceId;
    }

    @Override
    public String taskId() {
        return taskId;
    }

    @Override
    public void extend() {
        try {
            tasks.extendLock(taskId, workerId, lease.toMillis());
        } catch (BadUserRequestException e) {
            // Also thrown, as its subclass NotFoundException, where the task is gone.
            throw new LeaseLostException("the lease of task %s is lost: %s".formatted(taskId, e.getMessage()));
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The timer of this node extends the same lease, and the engine refuses one of two that do it at once. Between the mark and
     * the start that must not be taken for a reason to stop, since nobody could tell afterwards that nothing was started.
     */
    @Override
    public void beforeEffect() {
        for (int attempt = 1; ; attempt++) {
            try {
                extend();
                return;
            } catch (OptimisticLockingException e) {
                if (attempt == EXTENSIONS_AT_ONCE) {
                    throw e;
                }
            }
        }
    }

    @Override
    public boolean mayBegin() {
        return true;
    }

    @Override
    public Optional<String> cancelCause(Run run) {
        return run.cancelRequested() ? Optional.of("asked by " + run.cancelRequestedBy()) : Optional.empty();
    }

    @Override
    public void finish(Optional<StepFailure> failure) {
        extend();
        if (failure.isEmpty()) {
            tasks.complete(taskId, workerId);
        } else {
            fail(failure.get());
        }
    }

    @Override
    public void cancelled(StepFailure cancellation) {
        extend();
        fail(cancellation);
    }

    private void fail(StepFailure failure) {
        tasks.handleBpmnError(
                taskId,
                workerId,
                failure.error(),
                failure.message(),
                Variables.fromMap(Map.of("problem", failure.message())));
    }

    @Override
    public void handBack(Duration pause) {
        extend();
        tasks.extendLock(taskId, workerId, pause.toMillis());
    }

    @Override
    public void refuse(String reason) {
        extend();
        tasks.handleFailure(taskId, workerId, reason.substring(0, Math.min(600, reason.length())), reason, 0, 0);
    }
}
