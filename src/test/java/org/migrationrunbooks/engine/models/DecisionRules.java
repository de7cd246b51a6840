package org.migrationrunbooks.engine.models;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.transform.DmnTransformException;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;

/** Decision tables: they parse, and their ids and lifetimes are in order. */
public final class DecisionRules {

    private DecisionRules() {}

    /** What is wrong with a DMN file. */
    public static Stream<String> violations(Path file) {
        String name = file.getFileName().toString();
        DmnModelInstance model = Dmn.readModelFromFile(file.toFile());
        List<Decision> decisions = List.copyOf(model.getModelElementsByType(Decision.class));
        Stream<String> lifetimes = decisions.stream()
                .filter(decision -> decision.getCamundaHistoryTimeToLiveString() == null)
                .map(decision -> "%s: %s: has no camunda:historyTimeToLive".formatted(name, decision.getId()));
        boolean named = decisions.stream().anyMatch(decision -> name.equals(decision.getId() + ".dmn"));
        Stream<String> naming =
                named ? Stream.empty() : Stream.of("%s: no decision in it has the file's name".formatted(name));
        return Stream.of(lifetimes, naming, parsing(name, model)).flatMap(problems -> problems);
    }

    private static Stream<String> parsing(String name, DmnModelInstance model) {
        try {
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration()
                    .buildEngine()
                    .parseDecisions(model);
            return Stream.empty();
        } catch (DmnTransformException e) {
            return Stream.of("%s: %s".formatted(name, e.getMessage()));
        }
    }
}
