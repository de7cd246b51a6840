package org.migrationrunbooks.runbook.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;

/** The long operations of all runbooks, as their models have them. */
final class LongOperations {

    private static final Path MODELS = Path.of("processes");

    private LongOperations() {}

    /**
     * A step that a worker carries out.
     *
     * @param runbook key of its process
     * @param step id in the model
     * @param name for people
     * @param topic of its external task
     */
    record LongOperation(String runbook, String step, String name, String topic) {

        /** Whether it is about the power of one host, and not about an instance between two. */
        boolean aboutOneHost() {
            return topic.equals("host-power");
        }
    }

    /** All that there are, in the order of the models. */
    static List<LongOperation> all() {
        try (Stream<Path> files = Files.walk(MODELS)) {
            return files.filter(file -> file.toString().endsWith(".bpmn"))
                    .sorted()
                    .flatMap(file -> of(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<LongOperation> of(Path file) {
        var model = Bpmn.readModelFromFile(file.toFile());
        String runbook =
                model.getModelElementsByType(Process.class).iterator().next().getId();
        return model.getModelElementsByType(ServiceTask.class).stream()
                .filter(task -> "external".equals(task.getCamundaType()))
                .map(task -> new LongOperation(runbook, task.getId(), task.getName(), task.getCamundaTopic()))
                .toList();
    }
}
