package org.migrationrunbooks.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;

/** What an operator's alerts ask: each gauge is one counting query, made when it is read. */
final class EngineMetrics {

    private final ProcessEngine engine;
    private final MeterRegistry registry;

    EngineMetrics(ProcessEngine engine, MeterRegistry registry) {
        this.engine = engine;
        this.registry = registry;
    }

    /** Registered after the deployment, since there is a gauge for each runbook. */
    @EventListener(ApplicationStartedEvent.class)
    void register() {
        gauge(
                "runbooks.incidents.open",
                "Steps that spent their retries and wait for a person",
                EngineMetrics::incidents);
        gauge("runbooks.jobs.waiting", "Jobs that are due and not taken up yet", EngineMetrics::jobsWaiting);
        gauge("runbooks.jobs.failing", "Jobs that failed and will be tried again", EngineMetrics::jobsFailing);
        gauge("runbooks.operations.held", "Long operations that a worker holds", EngineMetrics::operationsHeld);
        gauge("runbooks.operations.waiting", "Long operations that no worker holds", EngineMetrics::operationsWaiting);
        engine.getRepositoryService().createProcessDefinitionQuery().latestVersion().list().stream()
                .map(ProcessDefinition::getKey)
                .distinct()
                .forEach(this::registerRunning);
    }

    private void registerRunning(String key) {
        Gauge.builder("runbooks.running", engine, e -> running(e, key))
                .description("Runs that have not ended, by runbook")
                .tag("runbook", key)
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<ProcessEngine> count) {
        Gauge.builder(name, engine, count).description(description).register(registry);
    }

    private static long running(ProcessEngine engine, String key) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey(key)
                .count();
    }

    private static long incidents(ProcessEngine engine) {
        return engine.getRuntimeService().createIncidentQuery().count();
    }

    private static long jobsWaiting(ProcessEngine engine) {
        return engine.getManagementService().createJobQuery().executable().count();
    }

    private static long jobsFailing(ProcessEngine engine) {
        return engine.getManagementService()
                .createJobQuery()
                .withException()
                .withRetriesLeft()
                .count();
    }

    private static long operationsHeld(ProcessEngine engine) {
        return engine.getExternalTaskService()
                .createExternalTaskQuery()
                .locked()
                .count();
    }

    private static long operationsWaiting(ProcessEngine engine) {
        return engine.getExternalTaskService()
                .createExternalTaskQuery()
                .notLocked()
                .count();
    }
}
