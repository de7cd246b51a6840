package org.migrationrunbooks.engine;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.EntityTypes;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.impl.history.event.UserOperationLogEntryEventEntity;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;

/**
 * What people did to the engine, whichever door they took. Work on tasks has codes of its own; the start of a run and words
 * attached to one are told elsewhere; everything else is a change by hand, also what nobody thought of here.
 */
final class OperationHistory {

    private static final Set<String> ASSIGNMENTS = Set.of(
            UserOperationLogEntry.OPERATION_TYPE_CLAIM,
            UserOperationLogEntry.OPERATION_TYPE_ASSIGN,
            UserOperationLogEntry.OPERATION_TYPE_DELEGATE);

    private static final Set<String> WORDS =
            Set.of(EntityTypes.COMMENT, EntityTypes.ATTACHMENT, EntityTypes.FILTER, EntityTypes.OPERATION_LOG_CATEGORY);

    private OperationHistory() {}

    static Optional<AuditEvent> entryFor(UserOperationLogEntryEventEntity operation) {
        return code(operation)
                .map(code -> new AuditEvent(
                        code,
                        Optional.ofNullable(operation.getUserId()).orElseGet(EngineContext::actor),
                        EngineContext.runbook(operation),
                        subject(operation),
                        operation.getAnnotation(),
                        new Facts()
                                .with("operation", operation.getOperationType())
                                .with("entity", operation.getEntityType())
                                .with("property", operation.getProperty())
                                .with("from", operation.getOrgValue())
                                .with("to", operation.getNewValue())
                                .with("processInstance", operation.getProcessInstanceId())
                                .toMap()));
    }

    private static Optional<AuditCode> code(UserOperationLogEntryEventEntity operation) {
        String entity = operation.getEntityType();
        String type = operation.getOperationType();
        if (EntityTypes.TASK.equals(entity) && ASSIGNMENTS.contains(type)) {
            return Optional.of(AuditCode.TASK_ASSIGNED);
        }
        if (EntityTypes.TASK.equals(entity) && UserOperationLogEntry.OPERATION_TYPE_COMPLETE.equals(type)) {
            return Optional.of(AuditCode.TASK_COMPLETED);
        }
        if (WORDS.contains(entity) || isStart(entity, type)) {
            return Optional.empty();
        }
        return Optional.of(AuditCode.ENGINE_CHANGED_BY_HAND);
    }

    private static boolean isStart(String entity, String type) {
        return EntityTypes.PROCESS_INSTANCE.equals(entity) && UserOperationLogEntry.OPERATION_TYPE_CREATE.equals(type);
    }

    private static String subject(UserOperationLogEntryEventEntity operation) {
        String id = Stream.of(
                        operation.getTaskId(),
                        operation.getExternalTaskId(),
                        operation.getJobId(),
                        operation.getJobDefinitionId(),
                        operation.getProcessInstanceId(),
                        operation.getProcessDefinitionId(),
                        operation.getDeploymentId(),
                        operation.getBatchId())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return id == null ? operation.getEntityType() : operation.getEntityType() + "/" + id;
    }
}
