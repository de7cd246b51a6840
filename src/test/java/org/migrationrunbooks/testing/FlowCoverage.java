package org.migrationrunbooks.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Records which sequence flows, boundary events and compensation handlers the tests traverse, over all test classes that import
 * this; {@code FlowCoverageIT} then fails for what none of them did. Steps may run in the job executor's threads.
 */
@TestConfiguration(proxyBeanMethods = false)
public class FlowCoverage {

    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    static {
        forgetFormerRuns();
    }

    @Bean
    ProcessEnginePlugin flowCoveragePlugin() {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                engine.getCustomPostBPMNParseListeners().add(new RecordingParseListener());
            }
        };
    }

    private static void record(String process, String element) {
        if (!SEEN.add(process + " " + element)) {
            return;
        }
        synchronized (SEEN) {
            try {
                Files.writeString(
                        FlowCoverageReport.FOLDER.resolve(process),
                        element + System.lineSeparator(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void forgetFormerRuns() {
        try {
            Files.createDirectories(FlowCoverageReport.FOLDER);
            try (var former = Files.list(FlowCoverageReport.FOLDER)) {
                for (Path file : former.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds the recorders when a process has been parsed whole. */
    private static final class RecordingParseListener extends AbstractBpmnParseListener {

        @Override
        public void parseProcess(Element element, ProcessDefinitionEntity process) {
            watch(process.getKey(), process);
        }

        private static void watch(String key, ScopeImpl scope) {
            for (ActivityImpl activity : List.copyOf(scope.getActivities())) {
                activity.getOutgoingTransitions().forEach(flow -> ((TransitionImpl) flow)
                        .addBuiltInListener(ExecutionListener.EVENTNAME_TAKE, recorder(key, flow.getId())));
                if (isBoundaryEvent(activity) || isCompensationHandler(activity)) {
                    activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, recorder(key, activity.getId()));
                }
                watch(key, activity);
            }
        }

        private static ExecutionListener recorder(String key, String element) {
            return execution -> record(key, element);
        }

        private static boolean isBoundaryEvent(ActivityImpl activity) {
            return activity.getProperty("type") instanceof String type && type.startsWith("boundary");
        }

        private static boolean isCompensationHandler(ActivityImpl activity) {
            return Boolean.TRUE.equals(activity.getProperty(BpmnParse.PROPERTYNAME_IS_FOR_COMPENSATION));
        }
    }
}
