package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.stereotype.Component;

/** After the decision about an exception: the plan is what is decided about again. */
@Component("exceptionDecided")
class ExceptionDecided implements TaskListener {

    private final RunStore runs;

    ExceptionDecided(RunStore runs) {
        this.runs = runs;
    }

    @Override
    public void notify(DelegateTask task) {
        Run run = StepInput.run(task.getExecution(), runs);
        runs.ask(run.id(), null);
        runs.state(run.id(), RunbookState.RUNNING, null);
    }
}
