package org.migrationrunbooks.engine;

import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.ActivityTypes;
import org.camunda.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;

/** Starts and ends of steps. Gateways, events and scopes do nothing that has to be proven. */
final class StepHistory {

    private static final Set<String> STEPS = Set.of(
            ActivityTypes.TASK_SERVICE,
            ActivityTypes.TASK_SEND_TASK,
            ActivityTypes.TASK_SCRIPT,
            ActivityTypes.TASK_BUSINESS_RULE,
            ActivityTypes.TASK_USER_TASK,
            ActivityTypes.CALL_ACTIVITY);

    private StepHistory() {}

    static Optional<AuditEvent> entryFor(HistoricActivityInstanceEventEntity step) {
        if (!STEPS.contains(step.getActivityType())) {
            return Optional.empty();
        }
        if (step.isEventOfType(HistoryEventTypes.ACTIVITY_INSTANCE_START)) {
            return Optional.of(entry(AuditCode.STEP_STARTED, step, facts(step)));
        }
        if (step.isEventOfType(HistoryEventTypes.ACTIVITY_INSTANCE_END)) {
            Facts facts = facts(step)
                    .with("milliseconds", step.getDurationInMillis())
                    .with("assignee", step.getTaskAssignee())
                    .with("cancelled", step.isCanceled() ? "true" : null);
            return Optional.of(entry(AuditCode.STEP_ENDED, step, facts));
        }
        return Optional.empty();
    }

    private static AuditEvent entry(AuditCode code, HistoricActivityInstanceEventEntity step, Facts facts) {
        return new AuditEvent(
                code, EngineContext.actor(), EngineContext.runbook(step), step.getActivityId(), null, facts.toMap());
    }

    private static Facts facts(HistoricActivityInstanceEventEntity step) {
        return new Facts()
                .with("name", step.getActivityName())
                .with("type", step.getActivityType())
                .with("process", step.getProcessDefinitionKey())
                .with("activityInstance", step.getActivityInstanceId());
    }
}
