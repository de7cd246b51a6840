package org.migrationrunbooks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.migrationrunbooks.engine.models.CodeOfSteps;
import org.migrationrunbooks.engine.models.DecisionRules;
import org.migrationrunbooks.engine.models.ModelRules;
import org.migrationrunbooks.engine.models.ProcessModel;
import org.migrationrunbooks.engine.models.ReleaseFiles;

/** All models in {@code processes/} keep the rules; a violation says which file, which element, and what to change. */
class ProcessModelTest {

    private final Path folder = Path.of("processes");
    private final ReleaseFiles files = ReleaseFiles.in(folder);

    @TestFactory
    Stream<DynamicTest> everyProcessKeepsTheRules() {
        ModelRules rules = new ModelRules(new CodeOfSteps("org.migrationrunbooks"), files);
        return files.ending(".bpmn")
                .map(file -> DynamicTest.dynamicTest(
                        nameOf(file), () -> assertThat(rules.violations(ProcessModel.read(file)))
                                .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> everyDecisionKeepsTheRules() {
        return files.ending(".dmn")
                .map(file -> DynamicTest.dynamicTest(nameOf(file), () -> assertThat(DecisionRules.violations(file))
                        .isEmpty()));
    }

    @Test
    void theReleaseHasANumber() {
        assertThat(folder.resolve(Release.NUMBER_FILE)).isRegularFile();
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString();
    }
}
