package org.migrationrunbooks.engine.models;

import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CompensateEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFailedJobRetryTimeCycle;

/** Transactions, retries, waits and interruptions: what decides whether a run survives failures and people who do not answer. */
final class ExecutionRules {

    static final List<ModelRule> ALL = List.of(
            ExecutionRules::historyIsKeptForALimitedTime,
            ExecutionRules::stepsAreDelegatesOrLongOperations,
            ExecutionRules::stepsAreRetriedInTransactionsOfTheirOwn,
            ExecutionRules::longOperationsEndInATransactionOfTheirOwn,
            ExecutionRules::nothingInterruptsALongOperation,
            ExecutionRules::everyWaitHasATimer,
            ExecutionRules::parallelBodiesEndOneByOne,
            ExecutionRules::decisionsHaveADefault);

    private ExecutionRules() {}

    static Stream<String> historyIsKeptForALimitedTime(ProcessModel model) {
        return model.process().getCamundaHistoryTimeToLiveString() == null
                ? Stream.of(model.about(null, "has no camunda:historyTimeToLive"))
                : Stream.empty();
    }

    static Stream<String> stepsAreDelegatesOrLongOperations(ProcessModel model) {
        return model.all(ServiceTask.class)
                .filter(task -> ProcessModel.isExternal(task)
                        ? task.getCamundaTopic() == null
                        : task.getCamundaDelegateExpression() == null)
                .map(task -> model.about(task, "has to be a delegate expression or an external task with a topic"));
    }

    static Stream<String> stepsAreRetriedInTransactionsOfTheirOwn(ProcessModel model) {
        return model.all(ServiceTask.class)
                .filter(task -> !ProcessModel.isExternal(task))
                .flatMap(task -> Stream.concat(
                        task.isCamundaAsyncBefore()
                                ? Stream.empty()
                                : Stream.of(model.about(task, "has to be asyncBefore")),
                        hasRetryCycle(task)
                                ? Stream.empty()
                                : Stream.of(model.about(task, "has no camunda:failedJobRetryTimeCycle"))));
    }

    static Stream<String> longOperationsEndInATransactionOfTheirOwn(ProcessModel model) {
        return longOperations(model)
                .filter(task -> !task.isCamundaAsyncAfter())
                .map(task -> model.about(task, "is a long operation and has to be asyncAfter"));
    }

    /** Its worker would be left alone with a transfer that goes on; cancelling is a request, answered by the worker. */
    static Stream<String> nothingInterruptsALongOperation(ProcessModel model) {
        return longOperations(model).flatMap(task -> Stream.concat(
                        ProcessModel.withEnclosing(task)
                                .flatMap(model::boundaryEvents)
                                .filter(ExecutionRules::interrupts),
                        model.eventSubProcessesAround(task)
                                .flatMap(ExecutionRules::startsOf)
                                .filter(start ->
                                        start.isInterrupting() && !ProcessModel.has(start, ErrorEventDefinition.class)))
                .map(event -> model.about(task, "is a long operation and would be interrupted by " + event.getId())));
    }

    static Stream<String> everyWaitHasATimer(ProcessModel model) {
        Stream<FlowNode> waits = Stream.of(
                        model.all(UserTask.class), model.all(ReceiveTask.class), messageCatches(model))
                .flatMap(nodes -> nodes);
        return waits.filter(node -> ProcessModel.withEnclosing(node)
                        .flatMap(model::boundaryEvents)
                        .noneMatch(event -> ProcessModel.has(event, TimerEventDefinition.class)))
                .map(node -> model.about(node, "waits without a timer"));
    }

    /** Otherwise the bodies that end together update one execution: 887 optimistic-lock failures were counted for 200 bodies. */
    static Stream<String> parallelBodiesEndOneByOne(ProcessModel model) {
        return model.all(Activity.class)
                .filter(activity -> activity.getLoopCharacteristics() instanceof MultiInstanceLoopCharacteristics loop
                        && !loop.isSequential()
                        && !loop.isCamundaAsyncAfter())
                .map(activity -> model.about(activity, "needs camunda:asyncAfter within its loop characteristics"));
    }

    static Stream<String> decisionsHaveADefault(ProcessModel model) {
        return model.all(ExclusiveGateway.class)
                .filter(gateway -> gateway.getOutgoing().size() > 1)
                .flatMap(gateway -> Stream.concat(
                        gateway.getDefault() == null
                                ? Stream.of(model.about(gateway, "has no default flow"))
                                : Stream.empty(),
                        gateway.getOutgoing().stream()
                                .filter(flow ->
                                        !flow.equals(gateway.getDefault()) && flow.getConditionExpression() == null)
                                .map(flow -> model.about(flow, "has no condition"))));
    }

    private static Stream<ServiceTask> longOperations(ProcessModel model) {
        return model.all(ServiceTask.class).filter(ProcessModel::isExternal);
    }

    private static boolean interrupts(BoundaryEvent event) {
        return event.cancelActivity()
                && !ProcessModel.has(event, ErrorEventDefinition.class)
                && !ProcessModel.has(event, CompensateEventDefinition.class);
    }

    private static Stream<StartEvent> startsOf(SubProcess handler) {
        return handler.getChildElementsByType(StartEvent.class).stream();
    }

    private static Stream<IntermediateCatchEvent> messageCatches(ProcessModel model) {
        return model.all(IntermediateCatchEvent.class)
                .filter(event -> !ProcessModel.has(event, TimerEventDefinition.class))
                .filter(event -> !hasTimerBeside(event));
    }

    private static boolean hasTimerBeside(IntermediateCatchEvent event) {
        return event.getPreviousNodes().filterByType(EventBasedGateway.class).list().stream()
                .flatMap(gateway ->
                        gateway.getSucceedingNodes().filterByType(IntermediateCatchEvent.class).list().stream())
                .anyMatch(beside -> ProcessModel.has(beside, TimerEventDefinition.class));
    }

    private static boolean hasRetryCycle(ServiceTask task) {
        return task.getExtensionElements() != null
                && !task.getExtensionElements()
                        .getChildElementsByType(CamundaFailedJobRetryTimeCycle.class)
                        .isEmpty();
    }
}
