package org.migrationrunbooks.runbook.steps;

import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.fleet.PlanHash;
import org.migrationrunbooks.planning.Plan;
import org.migrationrunbooks.runbook.PlanException;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;

/** Asks an approver for something that loses data and is not in the plan; see {@link PlanException}. */
abstract class ExceptionRequested implements TaskListener {

    private static final Duration DUE = Duration.ofMinutes(30);

    private final PlanException exception;
    private final RunStore runs;
    private final AuditTrail audit;

    ExceptionRequested(PlanException exception, RunStore runs, AuditTrail audit) {
        this.exception = exception;
        this.runs = runs;
        this.audit = audit;
    }

    @Override
    public void notify(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        Run run = StepInput.run(execution, runs);
        Plan plan = run.plan();
        if (plan == null) {
            throw new IllegalStateException("run " + run.id() + " has no plan on record");
        }
        PlanHash hash = exception.hash(plan);
        execution.setVariable("planHash", hash.value());
        execution.setVariable("loss", exception.loss());
        ApprovalTask.open(task, run, runs, DUE);
        runs.ask(run.id(), exception);
        runs.state(run.id(), RunbookState.AWAITING_APPROVAL, exception.loss());
        audit.append(new AuditEvent(
                AuditCode.APPROVAL_REQUESTED,
                AuditEvent.SYSTEM,
                run.id(),
                run.subject(),
                exception.loss(),
                Map.of("planHash", hash.value(), "exception", exception.code())));
    }
}
