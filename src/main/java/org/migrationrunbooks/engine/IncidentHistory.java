package org.migrationrunbooks.engine;

import java.util.Optional;
import org.camunda.bpm.engine.impl.history.event.HistoricIncidentEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;

/** Incidents: a step's retries are spent and a person has to look. */
final class IncidentHistory {

    private IncidentHistory() {}

    static Optional<AuditEvent> entryFor(HistoricIncidentEventEntity incident) {
        // The engine repeats an incident on every calling run; the one at the cause says it all.
        if (!incident.getId().equals(incident.getCauseIncidentId())) {
            return Optional.empty();
        }
        if (incident.isEventOfType(HistoryEventTypes.INCIDENT_CREATE)) {
            return Optional.of(entry(AuditCode.INCIDENT_RAISED, incident, null));
        }
        if (incident.isEventOfType(HistoryEventTypes.INCIDENT_RESOLVE)) {
            return Optional.of(entry(AuditCode.INCIDENT_RESOLVED, incident, "resolved"));
        }
        if (incident.isEventOfType(HistoryEventTypes.INCIDENT_DELETE)) {
            return Optional.of(entry(AuditCode.INCIDENT_RESOLVED, incident, "no longer applies"));
        }
        return Optional.empty();
    }

    private static AuditEvent entry(AuditCode code, HistoricIncidentEventEntity incident, @Nullable String how) {
        String activity = Optional.ofNullable(incident.getActivityId()).orElse(incident.getIncidentType());
        Facts facts = new Facts()
                .with("incident", incident.getId())
                .with("type", incident.getIncidentType())
                .with("message", incident.getIncidentMessage())
                .with("how", how);
        return new AuditEvent(
                code, EngineContext.actor(), EngineContext.runbook(incident), activity, null, facts.toMap());
    }
}
