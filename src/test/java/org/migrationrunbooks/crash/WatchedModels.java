package org.migrationrunbooks.crash;

import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Names transactions after the elements of the models that are passed in them. */
final class WatchedModels extends AbstractProcessEnginePlugin {

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.getCustomPostBPMNParseListeners().add(new AbstractBpmnParseListener() {
            @Override
            public void parseProcess(Element element, ProcessDefinitionEntity process) {
                watch(process);
            }
        });
    }

    private static void watch(ScopeImpl scope) {
        scope.getActivities().forEach(activity -> {
            String id = activity.getId();
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener)
                    execution -> Passage.current().begins(id));
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener)
                    execution -> Passage.current().ends(id));
            watch(activity);
        });
    }
}
