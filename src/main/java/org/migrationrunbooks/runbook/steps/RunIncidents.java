package org.migrationrunbooks.runbook.steps;

import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.incident.IncidentHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.Incident;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.RunbookState;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** A step whose retries are spent needs a person: shows the engine's incidents in the state of the run. */
@Component
class RunIncidents extends AbstractProcessEnginePlugin {

    private final ObjectProvider<RunStore> runs;

    RunIncidents(ObjectProvider<RunStore> runs) {
        this.runs = runs;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        List<IncidentHandler> handlers = List.of(
                new Handler(Incident.FAILED_JOB_HANDLER_TYPE), new Handler(Incident.EXTERNAL_TASK_HANDLER_TYPE));
        configuration.setCustomIncidentHandlers(handlers);
    }

    private final class Handler extends DefaultIncidentHandler {

        Handler(String type) {
            super(type);
        }

        @Override
        public Incident handleIncident(IncidentContext context, String message) {
            show(context, RunbookState.NEEDS_ATTENTION, "A step failed for good: " + message);
            return super.handleIncident(context, message);
        }

        @Override
        public void resolveIncident(IncidentContext context) {
            // Called for every job that ends well, whether or not it ever failed.
            if (!Context.getCommandContext()
                    .getIncidentManager()
                    .findIncidentByConfigurationAndIncidentType(context.getConfiguration(), getIncidentHandlerType())
                    .isEmpty()) {
                show(context, RunbookState.RUNNING, null);
            }
            super.resolveIncident(context);
        }

        private void show(IncidentContext context, RunbookState state, @Nullable String attention) {
            ExecutionEntity execution =
                    Context.getCommandContext().getExecutionManager().findExecutionById(context.getExecutionId());
            String key =
                    execution == null ? null : execution.getProcessInstance().getBusinessKey();
            if (key != null) {
                RunStore store = runs.getObject();
                // A process that somebody made by hand in the name of a run says nothing about it.
                store.find(new RunbookId(key))
                        .filter(run ->
                                run.foreign(execution.getProcessInstanceId()).isEmpty())
                        .ifPresent(run -> store.state(run.id(), waits(run) ? run.state() : state, attention));
            }
        }

        /** Whether approvers are asked: a timer that fails beside them takes nothing from their decision. */
        private static boolean waits(Run run) {
            return run.state() == RunbookState.AWAITING_APPROVAL
                    && !Context.getCommandContext()
                            .getTaskManager()
                            .findTasksByProcessInstanceId(run.processInstanceId())
                            .isEmpty();
        }
    }
}
