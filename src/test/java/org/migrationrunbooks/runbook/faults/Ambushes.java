package org.migrationrunbooks.runbook.faults;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.platform.Platforms;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Lets the fault of a cell happen at the moment in which its operation is handed to the workers. */
@TestConfiguration(proxyBeanMethods = false)
class Ambushes {

    private final Map<String, Cell> cells = new ConcurrentHashMap<>();
    private final ObjectProvider<RunStore> runs;
    private final ObjectProvider<Platforms> platforms;

    Ambushes(ObjectProvider<RunStore> runs, ObjectProvider<Platforms> platforms) {
        this.runs = runs;
        this.platforms = platforms;
    }

    /** Lies in wait for the runs on the platform of this cell. */
    void lay(Cell cell) {
        cells.put(cell.platform(), cell);
    }

    @Bean
    ProcessEnginePlugin ambushPlugin() {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                engine.getCustomPostBPMNParseListeners().add(new Listener());
            }
        };
    }

    private void reached(String runbook, DelegateExecution execution) {
        Run run = runs.getObject().get(new RunbookId(execution.getProcessBusinessKey()));
        Cell cell = cells.get(run.target().platform());
        if (cell != null && cell.isAt(runbook, execution.getCurrentActivityId())) {
            cell.spring(run, platforms.getObject().get(cell.platform()));
        }
    }

    /** Watches every external task, wherever it is in its process. */
    private final class Listener extends AbstractBpmnParseListener {

        @Override
        public void parseProcess(Element element, ProcessDefinitionEntity process) {
            watch(process.getKey(), process);
        }

        private void watch(String runbook, ScopeImpl scope) {
            for (ActivityImpl activity : List.copyOf(scope.getActivities())) {
                if (activity.getActivityBehavior() instanceof ExternalTaskActivityBehavior) {
                    activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener)
                            execution -> reached(runbook, execution));
                }
                watch(runbook, activity);
            }
        }
    }
}
