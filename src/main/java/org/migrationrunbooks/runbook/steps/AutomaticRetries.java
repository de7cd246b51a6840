package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.migrationrunbooks.runbook.LiveMigrationProperties;
import org.springframework.stereotype.Component;

/** How often, and after which pause, a failed transfer is tried again before a person is asked; used by gateway conditions. */
@Component("automaticRetries")
public class AutomaticRetries {

    private final LiveMigrationProperties properties;

    AutomaticRetries(LiveMigrationProperties properties) {
        this.properties = properties;
    }

    public boolean left(DelegateExecution execution) {
        return used(execution) < properties.automaticAttempts();
    }

    /** ISO 8601, for the model's timer. */
    public String pause() {
        return properties.retryPause().toString();
    }

    static int used(DelegateExecution execution) {
        Object used = execution.getVariable(StepInput.AUTOMATIC_ATTEMPTS);
        return used instanceof Number number ? number.intValue() : 0;
    }
}
