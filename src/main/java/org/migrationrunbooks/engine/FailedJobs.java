package org.migrationrunbooks.engine;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;

/**
 * Lets people give another try to jobs that have failed for good, and to no others. The engine's command takes any job, and a due date with
 * it: a timer of an approval could be fired at once, put off for years, or made an incident.
 */
final class FailedJobs extends TenantCommandChecker {

    @Override
    public void checkUpdateRetriesJob(JobEntity job) {
        super.checkUpdateRetriesJob(job);
        boolean byPerson = Context.getCommandContext().getAuthenticatedUserId() != null;
        if (byPerson && job.getRetries() > 0) {
            throw new AuthorizationException(
                    "JOB_NOT_FAILED: job %s has not failed for good; nothing was changed. Only what has failed is tried again by hand."
                            .formatted(job.getId()));
        }
    }
}
