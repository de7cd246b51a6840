package org.migrationrunbooks.engine.models;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;

/** BPMN errors: what the code throws is caught where it is thrown, and nothing is caught that nobody throws. */
final class ErrorRules {

    private final StepCatalogue steps;

    ErrorRules(StepCatalogue steps) {
        this.steps = steps;
    }

    List<ModelRule> all() {
        return List.of(this::everyErrorIsCaught, this::everyCatchIsOfAKnownError, this::noRunEndsWithAnError);
    }

    Stream<String> everyErrorIsCaught(ProcessModel model) {
        return model.all(ServiceTask.class).flatMap(task -> steps.errorsOf(task).stream()
                .filter(code -> !isCaught(model, task, code))
                .sorted()
                .map(code -> model.about(task, "throws the error '%s', which nothing catches".formatted(code))));
    }

    Stream<String> everyCatchIsOfAKnownError(ProcessModel model) {
        Stream<String> atTasks = model.all(BoundaryEvent.class)
                .filter(event -> ProcessModel.has(event, ErrorEventDefinition.class))
                .filter(event -> event.getAttachedTo() instanceof ServiceTask)
                .flatMap(event -> unknown(model, event, steps.errorsOf((ServiceTask) event.getAttachedTo())));
        Stream<String> elsewhere = model.all(CatchEvent.class)
                .filter(event -> ProcessModel.has(event, ErrorEventDefinition.class))
                .filter(event -> !(event instanceof BoundaryEvent boundary)
                        || !(boundary.getAttachedTo() instanceof ServiceTask))
                .flatMap(event -> unknown(model, event, steps.allErrors()));
        return Stream.concat(atTasks, elsewhere);
    }

    /** A caller gets outcome variables back; an error at the top would end a run without a named outcome. */
    Stream<String> noRunEndsWithAnError(ProcessModel model) {
        return model.all(EndEvent.class)
                .filter(end -> end.getParentElement() instanceof Process
                        && end.getEventDefinitions().stream().anyMatch(ErrorEventDefinition.class::isInstance))
                .map(end -> model.about(end, "ends the run with an error instead of a named outcome"));
    }

    private static Stream<String> unknown(ProcessModel model, CatchEvent event, Set<String> known) {
        return codeOf(event).filter(code -> !known.contains(code)).stream()
                .map(code -> model.about(event, "catches the error '%s', which is never thrown there".formatted(code)));
    }

    private static boolean isCaught(ProcessModel model, Activity task, String code) {
        Predicate<CatchEvent> catches = event -> ProcessModel.has(event, ErrorEventDefinition.class)
                && codeOf(event).map(code::equals).orElse(true);
        return ProcessModel.withEnclosing(task).flatMap(model::boundaryEvents).anyMatch(catches)
                || model.eventSubProcessesAround(task)
                        .flatMap(handler -> handler.getChildElementsByType(StartEvent.class).stream())
                        .anyMatch(catches);
    }

    /** Empty where the event catches any error. */
    private static Optional<String> codeOf(CatchEvent event) {
        return event.getEventDefinitions().stream()
                .filter(ErrorEventDefinition.class::isInstance)
                .map(ErrorEventDefinition.class::cast)
                .findFirst()
                .map(ErrorEventDefinition::getError)
                .map(error -> error.getErrorCode());
    }
}
