package org.migrationrunbooks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@EngineTest
class EngineRulesTest {

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private TaskService tasks;

    @Autowired
    private IdentityService identity;

    @Autowired
    private MeterRegistry metrics;

    @AfterEach
    void actAsTheSystemAgain() {
        identity.clearAuthentication();
        Runs.endAll(runtime);
    }

    @Test
    void theEngineIsTheDefaultOneWithFullHistory() {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();

        assertThat(engine.getName()).isEqualTo("default");
        assertThat(configuration.getHistoryLevel().getName()).isEqualTo("full");
        assertThat(configuration.getHistoryTimeToLive()).isEqualTo("P365D");
        assertThat(configuration.getHistoryCleanupBatchWindowStartTime()).isEqualTo("02:00");
    }

    @Test
    void aPersonWithoutGrantsSeesAndStartsNothing() {
        runtime.startProcessInstanceByKey("probe");
        identity.setAuthentication("stranger", null);

        assertThat(runtime.createProcessInstanceQuery().count()).isZero();
        assertThatExceptionOfType(ProcessEngineException.class)
                .isThrownBy(() -> runtime.startProcessInstanceByKey("probe"))
                .withMessageContaining("stranger");
    }

    @Test
    void aQueryIsNoPlaceForExpressions() {
        assertThatExceptionOfType(BadUserRequestException.class).isThrownBy(() -> tasks.createTaskQuery()
                .taskAssigneeExpression("${probeStep}")
                .list());
    }

    @Test
    void aSerializedJavaObjectIsNoVariable() {
        ObjectValue bomb = Variables.serializedObjectValue("rO0ABQ==")
                .objectTypeName("java.util.BitSet")
                .serializationDataFormat(Variables.SerializationDataFormats.JAVA)
                .create();

        assertThatExceptionOfType(ProcessEngineException.class)
                .isThrownBy(() -> runtime.startProcessInstanceByKey("probe", Map.of("bomb", bomb)));
    }

    @Test
    void theJobExecutorTakesStepsUpAtOnce() {
        String run = runtime.startProcessInstanceByKey("probe").getId();

        Awaitility.await().untilAsserted(() -> assertThat(
                        tasks.createTaskQuery().processInstanceId(run).count())
                .isOne());
        assertThat(metrics.get("runbooks.running")
                        .tag("runbook", "probe")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void aStepThatFailsForGoodIsCountedAsAnIncident() {
        runtime.startProcessInstanceByKey("probe", Map.of("fail", true));

        Awaitility.await().untilAsserted(() -> assertThat(
                        metrics.get("runbooks.incidents.open").gauge().value())
                .isEqualTo(1));
    }
}
