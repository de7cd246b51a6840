package org.migrationrunbooks.runbook.operations;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.LeaseLostException;
import org.migrationrunbooks.runbook.Run;

/** A task of a run in the hands of a worker, which may lose it at any point. */
final class BenchTenure implements Tenure {

    private final RunbookId runbook;
    private final String step;
    private final String task;
    private int extensions;
    private @Nullable String end;

    /** Takes how often the lease can be extended before it is lost. */
    BenchTenure(RunbookId runbook, String step, String task, int extensions) {
        this.runbook = runbook;
        this.step = step;
        this.task = task;
        this.extensions = extensions;
    }

    /** How the task ended; null while it goes on. */
    @Nullable
    String end() {
        return end;
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
        return runbook.value();
    }

    @Override
    public String taskId() {
        return task;
    }

    @Override
    public void extend() {
        if (extensions-- <= 0) {
            throw new LeaseLostException("another worker has it");
        }
    }

    @Override
    public boolean mayBegin() {
        return true;
    }

    @Override
    public Optional<String> cancelCause(Run run) {
        return Optional.empty();
    }

    @Override
    public void finish(Optional<StepFailure> failure) {
        end = failure.map(StepFailure::message).orElse("done");
    }

    @Override
    public void cancelled(StepFailure cancellation) {
        end = cancellation.message();
    }

    @Override
    public void handBack(Duration pause) {
        end = "handed back";
    }

    @Override
    public void refuse(String reason) {
        end = reason;
    }
}
