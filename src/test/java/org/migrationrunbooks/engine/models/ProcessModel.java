package org.migrationrunbooks.engine.models;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/** A BPMN file, with the questions that rules ask of it. */
public record ProcessModel(String fileName, BpmnModelInstance bpmn) {

    public static ProcessModel read(Path file) {
        try {
            return parse(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file, e);
        }
    }

    public static ProcessModel parse(String fileName, String xml) {
        return new ProcessModel(
                fileName, Bpmn.readModelFromStream(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
    }

    /** A message about an element, or about the file where the element is none. */
    String about(@Nullable FlowElement element, String problem) {
        return element == null
                ? "%s: %s".formatted(fileName, problem)
                : "%s: %s: %s".formatted(fileName, element.getId(), problem);
    }

    <T extends ModelElementInstance> Stream<T> all(Class<T> type) {
        Collection<T> elements = bpmn.getModelElementsByType(type);
        return elements.stream();
    }

    Process process() {
        return all(Process.class).findFirst().orElseThrow();
    }

    static boolean isExternal(ServiceTask task) {
        return "external".equals(task.getCamundaType());
    }

    Stream<BoundaryEvent> boundaryEvents(Activity activity) {
        return all(BoundaryEvent.class).filter(event -> activity.equals(event.getAttachedTo()));
    }

    static boolean has(org.camunda.bpm.model.bpmn.instance.CatchEvent event, Class<?> definition) {
        return event.getEventDefinitions().stream().anyMatch(definition::isInstance);
    }

    /** The activity itself and the subprocesses around it, from inside to outside. */
    static Stream<Activity> withEnclosing(FlowNode node) {
        Stream<Activity> self = node instanceof Activity activity ? Stream.of(activity) : Stream.empty();
        return Stream.concat(
                self,
                Stream.iterate(enclosing(node), Optional::isPresent, outer -> enclosing(outer.get()))
                        .map(Optional::get));
    }

    static Optional<SubProcess> enclosing(FlowNode node) {
        return node.getParentElement() instanceof SubProcess subProcess ? Optional.of(subProcess) : Optional.empty();
    }

    /** The event subprocesses of all scopes around the node, that of the process included. */
    Stream<SubProcess> eventSubProcessesAround(FlowNode node) {
        return all(SubProcess.class)
                .filter(SubProcess::triggeredByEvent)
                .filter(handler -> isAround(handler.getParentElement(), node));
    }

    private static boolean isAround(ModelElementInstance scope, FlowNode node) {
        return Stream.<ModelElementInstance>iterate(
                        node.getParentElement(), parent -> parent != null, ModelElementInstance::getParentElement)
                .anyMatch(scope::equals);
    }
}
