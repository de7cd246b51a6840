package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.TaskListener;
import org.migrationrunbooks.audit.AuditTrail;
import org.migrationrunbooks.runbook.PlanException;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The listeners of the tasks in which an exception from the plan is asked for, by their names in the models. */
@Configuration(proxyBeanMethods = false)
class ExceptionListeners {

    @Bean
    TaskListener hardStopRequested(RunStore runs, AuditTrail audit) {
        return new ExceptionRequested(PlanException.HARD_STOP, runs, audit);
    }

    @Bean
    TaskListener lossRequested(RunStore runs, AuditTrail audit) {
        return new ExceptionRequested(PlanException.DISCARD_WRITES, runs, audit);
    }

    /** After the decision: the plan is what is decided about again. */
    @Bean
    TaskListener exceptionDecided(RunStore runs) {
        return task -> {
            var run = StepInput.run(task.getExecution(), runs);
            runs.ask(run.id(), null);
            runs.state(run.id(), RunbookState.RUNNING, null);
        };
    }
}
