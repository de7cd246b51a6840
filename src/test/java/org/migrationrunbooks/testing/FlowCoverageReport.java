package org.migrationrunbooks.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CompensateEventDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;

/** Compares what was traversed with what a model has. */
public final class FlowCoverageReport {

    /**
     * One file for each process key, an element's id on each line. Stands here since reading a report must not load the recorder,
     * which begins a new one.
     */
    public static final Path FOLDER = Path.of("target", "flow-coverage");

    private FlowCoverageReport() {}

    /** What no test traversed of the models in the folder, a line for each; empty at full coverage. */
    public static List<String> missing(Path models, Path recorded) {
        try (Stream<Path> files = Files.walk(models)) {
            return files.filter(file -> file.toString().endsWith(".bpmn"))
                    .sorted()
                    .flatMap(file -> missingOf(Bpmn.readModelFromFile(file.toFile()), recorded))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> missingOf(BpmnModelInstance model, Path recorded) {
        String key =
                model.getModelElementsByType(Process.class).iterator().next().getId();
        Set<String> traversed = traversed(recorded.resolve(key));
        return model.getModelElementsByType(FlowElement.class).stream()
                .filter(FlowCoverageReport::hasToBeTraversed)
                .filter(element -> !traversed.contains(element.getId()))
                .map(element -> "%s: no test traverses %s".formatted(key, describe(element)));
    }

    private static Set<String> traversed(Path file) {
        try {
            return Files.exists(file) ? Set.copyOf(Files.readAllLines(file)) : Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A compensation event itself is never executed; its handler is. */
    private static boolean hasToBeTraversed(FlowElement element) {
        if (element instanceof BoundaryEvent event) {
            return event.getEventDefinitions().stream().noneMatch(CompensateEventDefinition.class::isInstance);
        }
        return element instanceof SequenceFlow
                || (element instanceof Activity activity && activity.isForCompensation());
    }

    private static String describe(FlowElement element) {
        if (element instanceof SequenceFlow flow) {
            return "%s (%s → %s)"
                    .formatted(
                            flow.getId(),
                            flow.getSource().getId(),
                            flow.getTarget().getId());
        }
        return "%s (%s)".formatted(element.getId(), element.getName());
    }
}
