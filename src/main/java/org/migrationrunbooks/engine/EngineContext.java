package org.migrationrunbooks.engine;

import java.util.UUID;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricProcessInstanceEntity;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.fleet.RunbookId;

/** Who acts and for which runbook, as the engine's current command knows it. */
final class EngineContext {

    private EngineContext() {}

    /** The person on whose behalf the engine works, or {@link AuditEvent#SYSTEM}. */
    static String actor() {
        CommandContext command = Context.getCommandContext();
        String user = command == null ? null : command.getAuthenticatedUserId();
        return user == null ? AuditEvent.SYSTEM : user;
    }

    /**
     * The run that the event belongs to: the business key of its process instance, or else of the one that called it. Null when that
     * is no runbook's id.
     */
    static @Nullable RunbookId runbook(HistoryEvent event) {
        String ownKey = event instanceof HistoricProcessInstanceEventEntity run
                ? run.getBusinessKey()
                : businessKey(event.getProcessInstanceId());
        RunbookId own = runbook(ownKey);
        String root = event.getRootProcessInstanceId();
        if (own != null || root == null || root.equals(event.getProcessInstanceId())) {
            return own;
        }
        return runbook(businessKey(root));
    }

    /** While a run lives, its execution is in the command's cache already; only what happens to ended runs costs a query. */
    private static @Nullable String businessKey(@Nullable String processInstance) {
        CommandContext command = Context.getCommandContext();
        if (processInstance == null || command == null) {
            return null;
        }
        ExecutionEntity execution = command.getExecutionManager().findExecutionById(processInstance);
        if (execution != null) {
            return execution.getBusinessKey();
        }
        HistoricProcessInstanceEntity ended =
                command.getHistoricProcessInstanceManager().findHistoricProcessInstance(processInstance);
        return ended == null ? null : ended.getBusinessKey();
    }

    private static @Nullable RunbookId runbook(@Nullable String businessKey) {
        if (businessKey == null) {
            return null;
        }
        try {
            return new RunbookId(UUID.fromString(businessKey).toString());
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }
}
