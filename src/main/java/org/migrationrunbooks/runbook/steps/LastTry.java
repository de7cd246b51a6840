package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.runtime.Job;

/** Tells a step whether it is tried once more by itself when it throws. */
final class LastTry {

    private LastTry() {}

    /** Whether the step's retries are spent with this try. */
    static boolean of(DelegateExecution execution) {
        Job job = execution
                .getProcessEngineServices()
                .getManagementService()
                .createJobQuery()
                .executionId(execution.getId())
                .singleResult();
        return job == null || job.getRetries() <= 1;
    }
}
