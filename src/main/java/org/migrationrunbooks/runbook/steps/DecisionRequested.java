package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.stereotype.Component;

/** Opens the gate "Decide how to go on": says in the run why a person is needed, and forgets earlier answers. */
@Component("decisionRequested")
class DecisionRequested implements TaskListener {

    private final RunStore runs;

    DecisionRequested(RunStore runs) {
        this.runs = runs;
    }

    @Override
    public void notify(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        Run run = StepInput.run(execution, runs);
        execution.removeVariable(DecisionTaken.GO_ON);
        String problem = StepInput.optionalText(execution, StepInput.PROBLEM);
        runs.state(
                run.id(),
                RunbookState.NEEDS_ATTENTION,
                problem == null ? "No strategy that is allowed for this instance would come to an end." : problem);
    }
}
