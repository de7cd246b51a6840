package org.migrationrunbooks.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowCoverageTest {

    private final ProcessEngine engine = engine();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void tellsWhatWasTraversedAndWhatWasNot(@TempDir Path models) throws IOException {
        BpmnModelInstance model = Bpmn.createExecutableProcess("coverage-probe")
                .camundaHistoryTimeToLive(1)
                .startEvent("Event_Start")
                .sequenceFlowId("Flow_Start")
                .exclusiveGateway("Gateway_Way")
                .sequenceFlowId("Flow_Left")
                .condition("left", "${left}")
                .userTask("Task_Left")
                .sequenceFlowId("Flow_LeftDone")
                .endEvent("Event_LeftDone")
                .moveToActivity("Task_Left")
                .boundaryEvent("Event_Late")
                .name("Left late")
                .timerWithDuration("PT1H")
                .sequenceFlowId("Flow_Late")
                .endEvent("Event_TooLate")
                .moveToNode("Gateway_Way")
                .sequenceFlowId("Flow_Right")
                .condition("right", "${!left}")
                .endEvent("Event_Right")
                .done();
        write(model, models.resolve("coverage-probe.bpmn"));
        engine.getRepositoryService()
                .createDeployment()
                .addModelInstance("coverage-probe.bpmn", model)
                .deploy();

        engine.getRuntimeService().startProcessInstanceByKey("coverage-probe", Map.of("left", true));
        engine.getManagementService()
                .executeJob(engine.getManagementService()
                        .createJobQuery()
                        .singleResult()
                        .getId());

        assertThat(FlowCoverageReport.missing(models, FlowCoverageReport.FOLDER))
                .containsExactlyInAnyOrder(
                        "coverage-probe: no test traverses Flow_LeftDone (Task_Left → Event_LeftDone)",
                        "coverage-probe: no test traverses Flow_Right (Gateway_Way → Event_Right)");

        engine.getRuntimeService().startProcessInstanceByKey("coverage-probe", Map.of("left", false));
        engine.getRuntimeService().startProcessInstanceByKey("coverage-probe", Map.of("left", true));
        engine.getTaskService()
                .complete(
                        engine.getTaskService().createTaskQuery().singleResult().getId());

        assertThat(FlowCoverageReport.missing(models, FlowCoverageReport.FOLDER))
                .isEmpty();
    }

    private static void write(BpmnModelInstance model, Path file) throws IOException {
        ByteArrayOutputStream xml = new ByteArrayOutputStream();
        Bpmn.writeModelToStream(xml, model);
        Files.write(file, xml.toByteArray());
    }

    private static ProcessEngine engine() {
        ProcessEngineConfigurationImpl configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setProcessEngineName("coverage");
        configuration.setJdbcUrl("jdbc:h2:mem:coverage;DB_CLOSE_DELAY=-1");
        configuration.setCustomPostBPMNParseListeners(new ArrayList<>());
        configuration.getProcessEnginePlugins().add(new FlowCoverage().flowCoveragePlugin());
        return configuration.buildProcessEngine();
    }
}
