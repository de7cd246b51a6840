package org.migrationrunbooks.engine;

import java.util.Optional;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;

/** Starts and ends of runs. What a call activity starts is a step of its caller and told as such. */
final class RunHistory {

    private RunHistory() {}

    static Optional<AuditEvent> entryFor(HistoricProcessInstanceEventEntity run) {
        if (run.getSuperProcessInstanceId() != null) {
            return Optional.empty();
        }
        if (run.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_START)) {
            return Optional.of(entry(AuditCode.PROCESS_STARTED, run, null, facts(run)));
        }
        if (run.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_END)) {
            Facts facts = facts(run).with("outcome", nameOfEnd(run)).with("state", run.getState());
            return Optional.of(entry(AuditCode.PROCESS_ENDED, run, run.getDeleteReason(), facts));
        }
        return Optional.empty();
    }

    private static AuditEvent entry(
            AuditCode code, HistoricProcessInstanceEventEntity run, @Nullable String reason, Facts facts) {
        String subject = Optional.ofNullable(run.getProcessDefinitionKey()).orElse(run.getProcessDefinitionId());
        return new AuditEvent(code, EngineContext.actor(), EngineContext.runbook(run), subject, reason, facts.toMap());
    }

    private static Facts facts(HistoricProcessInstanceEventEntity run) {
        return new Facts()
                .with("processInstance", run.getProcessInstanceId())
                .with("version", run.getProcessDefinitionVersion());
    }

    /** An outcome is what the end event is called in the model; a run ended by hand has none. */
    private static @Nullable String nameOfEnd(HistoricProcessInstanceEventEntity run) {
        String end = run.getEndActivityId();
        if (end == null) {
            return null;
        }
        ProcessDefinitionEntity model = Context.getProcessEngineConfiguration()
                .getDeploymentCache()
                .findDeployedProcessDefinitionById(run.getProcessDefinitionId());
        ActivityImpl activity = model.findActivity(end);
        return activity != null && activity.getProperty("name") instanceof String name ? name : end;
    }
}
