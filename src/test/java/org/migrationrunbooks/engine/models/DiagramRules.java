package org.migrationrunbooks.engine.models;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;

/** Diagrams are complete: Cockpit shows only what is drawn. */
final class DiagramRules {

    static final List<ModelRule> ALL = List.of(DiagramRules::everyNodeIsDrawn, DiagramRules::everyFlowIsDrawn);

    private DiagramRules() {}

    static Stream<String> everyNodeIsDrawn(ProcessModel model) {
        Set<BaseElement> drawn = model.all(BpmnShape.class)
                .filter(shape -> shape.getBounds() != null)
                .map(BpmnShape::getBpmnElement)
                .collect(Collectors.toSet());
        return model.all(FlowNode.class)
                .filter(node -> !drawn.contains(node))
                .map(node -> model.about(node, "is not drawn"));
    }

    static Stream<String> everyFlowIsDrawn(ProcessModel model) {
        Set<BaseElement> drawn = model.all(BpmnEdge.class)
                .filter(edge -> edge.getWaypoints().size() > 1)
                .map(BpmnEdge::getBpmnElement)
                .collect(Collectors.toSet());
        return model.all(SequenceFlow.class)
                .filter(flow -> !drawn.contains(flow))
                .map(flow -> model.about(flow, "is not drawn"));
    }
}
