package org.migrationrunbooks.engine;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.camunda.bpm.engine.variable.Variables.SerializationDataFormats;

/** The settings of the engine that other code relies on, or that would open a door if they were otherwise. */
final class EngineRules extends AbstractProcessEnginePlugin {

    /** The web applications ask for pages of at most this size; a person who asks for more is refused. */
    private static final int LARGEST_PAGE = 2_000;

    private final HistoryEventHandler history;

    EngineRules(HistoryEventHandler history) {
        this.history = history;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setProcessEngineName(ProcessEngines.NAME_DEFAULT);
        keepHistory(engine);
        restrictPeople(engine);
        restrictInput(engine);
        failLoudly(engine);
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl engine) {
        engine.getCommandCheckers()
                .replaceAll(checker -> checker instanceof TenantCommandChecker ? new FailedJobs() : checker);
        engine.setCommandExecutorSchemaOperations(
                new SchemaTurns(engine.getCommandExecutorSchemaOperations(), engine.getDataSource()));
    }

    private void keepHistory(ProcessEngineConfigurationImpl engine) {
        engine.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
        engine.setEnforceHistoryTimeToLive(true);
        List<HistoryEventHandler> handlers = new ArrayList<>(engine.getCustomHistoryEventHandlers());
        handlers.add(history);
        engine.setCustomHistoryEventHandlers(handlers);
    }

    private static void restrictPeople(ProcessEngineConfigurationImpl engine) {
        engine.setAuthorizationEnabled(true);
        // A delegate acts for the runbook: who may start or approve it was decided before, by rows of our own.
        engine.setAuthorizationEnabledForCustomCode(false);
        // The engine's own default, UPDATE, would let a candidate change variables and reassign the task at will.
        engine.setDefaultUserPermissionNameForTask(Permissions.TASK_WORK.getName());
        engine.setQueryMaxResultsLimit(LARGEST_PAGE);
        engine.setStandaloneTasksEnabled(false);
        engine.setEnablePasswordPolicy(true);
        engine.setWebappsAuthenticationLoggingEnabled(true);
    }

    private static void restrictInput(ProcessEngineConfigurationImpl engine) {
        // An expression in a query or a serialized object in a variable is code of whoever sent it.
        engine.setEnableExpressionsInAdhocQueries(false);
        engine.setEnableExpressionsInStoredQueries(false);
        engine.setEnableXxeProcessing(false);
        engine.setJavaSerializationFormatEnabled(false);
        engine.setDefaultSerializationFormat(SerializationDataFormats.JSON.getName());
        engine.setDeserializationTypeValidationEnabled(true);
        engine.setDeserializationAllowedPackages("org.migrationrunbooks.");
    }

    private static void failLoudly(ProcessEngineConfigurationImpl engine) {
        // Otherwise a BPMN error that nobody catches ends the runbook as if it had succeeded.
        engine.setEnableExceptionsAfterUnhandledBpmnError(true);
        engine.setDefaultNumberOfRetries(3);
        // Whoever called is told; in the log a refused decision would look like a failure of the engine.
        engine.setEnableCmdExceptionLogging(false);
    }
}
