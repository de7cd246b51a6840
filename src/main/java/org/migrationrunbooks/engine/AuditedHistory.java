package org.migrationrunbooks.engine;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricIncidentEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.UserOperationLogEntryEventEntity;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.AuditTrail;

/**
 * Tells the audit what the engine did. The engine calls this within the command that did it, so that the entry commits with the
 * fact; variables and jobs are left out, since steps tell what matters of them.
 */
final class AuditedHistory implements HistoryEventHandler {

    private final AuditTrail audit;

    AuditedHistory(AuditTrail audit) {
        this.audit = audit;
    }

    @Override
    public void handleEvent(HistoryEvent event) {
        entryFor(event).ifPresent(audit::append);
    }

    @Override
    public void handleEvents(List<HistoryEvent> events) {
        events.forEach(this::handleEvent);
    }

    private static Optional<AuditEvent> entryFor(HistoryEvent event) {
        if (event instanceof HistoricProcessInstanceEventEntity run) {
            return RunHistory.entryFor(run);
        }
        if (event instanceof HistoricActivityInstanceEventEntity step) {
            return StepHistory.entryFor(step);
        }
        if (event instanceof HistoricIncidentEventEntity incident) {
            return IncidentHistory.entryFor(incident);
        }
        if (event instanceof UserOperationLogEntryEventEntity operation) {
            return OperationHistory.entryFor(operation);
        }
        return Optional.empty();
    }
}
