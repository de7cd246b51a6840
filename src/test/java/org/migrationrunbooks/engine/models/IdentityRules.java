package org.migrationrunbooks.engine.models;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.InclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.Task;
import org.jspecify.annotations.Nullable;

/** Ids and names: what Cockpit shows, what the audit tells, and what tests and code refer to. */
final class IdentityRules {

    private static final Map<Class<? extends FlowElement>, Pattern> IDS = Map.of(
            Task.class, Pattern.compile("Task_\\w+"),
            CallActivity.class, Pattern.compile("(Task|Call)_\\w+"),
            SubProcess.class, Pattern.compile("(Task|SubProcess)_\\w+"),
            Gateway.class, Pattern.compile("Gateway_\\w+"),
            Event.class, Pattern.compile("Event_\\w+"),
            SequenceFlow.class, Pattern.compile("Flow_\\w+"));

    static final List<ModelRule> ALL = List.of(
            IdentityRules::fileIsNamedLikeItsProcess,
            IdentityRules::idsTellTheKind,
            IdentityRules::tasksAndEventsAreNamed,
            IdentityRules::decisionsAreQuestionsWithAnswers,
            IdentityRules::joinsAreUnnamed,
            IdentityRules::outcomesAreDistinct);

    private IdentityRules() {}

    static Stream<String> fileIsNamedLikeItsProcess(ProcessModel model) {
        List<Process> processes = model.all(Process.class).toList();
        if (processes.size() != 1 || !processes.get(0).isExecutable()) {
            return Stream.of(model.about(null, "has to hold exactly one process, executable"));
        }
        String expected = model.fileName().replaceFirst("\\.bpmn$", "");
        Process process = processes.get(0);
        Stream<String> id = expected.equals(process.getId())
                ? Stream.empty()
                : Stream.of(model.about(
                        null, "its process has the id '%s', not the file's name".formatted(process.getId())));
        Stream<String> name =
                isBlank(process.getName()) ? Stream.of(model.about(null, "its process has no name")) : Stream.empty();
        return Stream.concat(id, name);
    }

    static Stream<String> idsTellTheKind(ProcessModel model) {
        return model.all(FlowElement.class).flatMap(element -> IDS.entrySet().stream()
                .filter(rule -> rule.getKey().isInstance(element))
                .filter(rule -> !rule.getValue().matcher(element.getId()).matches())
                .map(rule -> model.about(element, "its id has to match " + rule.getValue())));
    }

    static Stream<String> tasksAndEventsAreNamed(ProcessModel model) {
        return model.all(FlowNode.class)
                .filter(node -> !(node instanceof Gateway) && isBlank(node.getName()))
                .map(node -> model.about(node, "has no name"));
    }

    static Stream<String> decisionsAreQuestionsWithAnswers(ProcessModel model) {
        return model.all(Gateway.class)
                .filter(IdentityRules::decides)
                .flatMap(gateway -> Stream.concat(
                        gateway.getName() != null && gateway.getName().strip().endsWith("?")
                                ? Stream.empty()
                                : Stream.of(model.about(gateway, "has to be named as a question")),
                        gateway.getOutgoing().stream()
                                .filter(flow -> isBlank(flow.getName()))
                                .map(flow -> model.about(flow, "has no name, though it answers " + gateway.getId()))));
    }

    static Stream<String> joinsAreUnnamed(ProcessModel model) {
        return model.all(Gateway.class)
                .filter(gateway -> gateway.getOutgoing().size() < 2 && !isBlank(gateway.getName()))
                .map(gateway -> model.about(gateway, "is a join and needs no name"));
    }

    static Stream<String> outcomesAreDistinct(ProcessModel model) {
        return model
                .all(EndEvent.class)
                .filter(end -> end.getParentElement() instanceof Process && !isBlank(end.getName()))
                .collect(Collectors.groupingBy(EndEvent::getName))
                .entrySet()
                .stream()
                .filter(same -> same.getValue().size() > 1)
                .map(same -> model.about(
                        null,
                        "the outcome '%s' stands at %s"
                                .formatted(
                                        same.getKey(),
                                        same.getValue().stream()
                                                .map(EndEvent::getId)
                                                .sorted()
                                                .collect(Collectors.joining(" and ")))));
    }

    private static boolean decides(Gateway gateway) {
        return (gateway instanceof ExclusiveGateway || gateway instanceof InclusiveGateway)
                && gateway.getOutgoing().size() > 1;
    }

    private static boolean isBlank(@Nullable String name) {
        return name == null || name.isBlank();
    }
}
