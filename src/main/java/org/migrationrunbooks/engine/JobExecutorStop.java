package org.migrationrunbooks.engine;

import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Stops taking up jobs as soon as the application is told to stop. The threads then end the jobs that they have; without this the
 * acquisition would go on locking jobs that no thread takes any more, and they would wait for their locks to run out.
 */
final class JobExecutorStop {

    private final ObjectProvider<JobExecutor> jobExecutor;

    /** @param jobExecutor none where job execution is switched off, as some tests do */
    JobExecutorStop(ObjectProvider<JobExecutor> jobExecutor) {
        this.jobExecutor = jobExecutor;
    }

    /** Before the thread pools hear of it, which refuse work from then on. */
    @EventListener(ContextClosedEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void stop() {
        jobExecutor.ifAvailable(JobExecutor::shutdown);
    }
}
