package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.junit.jupiter.api.Test;

/** The filters name tasks of the models, which are elsewhere. */
class TaskFiltersTest {

    private static final String APPROVES = "${approvalDecision}";

    @Test
    void everyTaskInWhichSomethingIsApprovedIsListed() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("processes"))) {
            Set<String> approvals = files.filter(file -> file.toString().endsWith(".bpmn"))
                    .map(file -> Bpmn.readModelFromFile(file.toFile()))
                    .flatMap(TaskFiltersTest::approvals)
                    .collect(Collectors.toSet());

            assertThat(TaskFilters.APPROVALS).containsExactlyInAnyOrderElementsOf(approvals);
        }
    }

    private static Stream<String> approvals(BpmnModelInstance model) {
        return model.getModelElementsByType(UserTask.class).stream()
                .filter(task -> task.getExtensionElements() != null)
                .filter(
                        task -> task
                                .getExtensionElements()
                                .getElementsQuery()
                                .filterByType(CamundaTaskListener.class)
                                .list()
                                .stream()
                                .anyMatch(listener -> APPROVES.equals(listener.getCamundaDelegateExpression())))
                .map(BaseElement::getId);
    }
}
