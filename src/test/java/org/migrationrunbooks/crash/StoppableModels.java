package org.migrationrunbooks.crash;

import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Puts points to be held at before and after every element of every model, whatever it is made of. */
final class StoppableModels extends AbstractProcessEnginePlugin {

    private final StopPoints points;

    StoppableModels(StopPoints points) {
        this.points = points;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.getCustomPostBPMNParseListeners().add(new AbstractBpmnParseListener() {
            @Override
            public void parseProcess(Element element, ProcessDefinitionEntity process) {
                watch(process);
            }
        });
    }

    private void watch(ScopeImpl scope) {
        scope.getActivities().forEach(activity -> {
            StopPoint before = StopPoint.before(activity.getId());
            StopPoint after = StopPoint.after(activity.getId());
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, execution -> reach(before, execution));
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, execution -> reach(after, execution));
            watch(activity);
        });
    }

    private void reach(StopPoint point, BaseDelegateExecution listened) {
        if (listened instanceof DelegateExecution execution
                && execution.getVariable("instance") instanceof String instance) {
            points.reach(point, instance);
        }
    }
}
