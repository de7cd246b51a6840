package org.migrationrunbooks.engine.models;

import java.util.List;
import java.util.stream.Stream;

/** All rules together. */
public final class ModelRules {

    private final List<ModelRule> rules;

    public ModelRules(StepCatalogue steps, ReleaseFiles files) {
        rules = Stream.of(
                        IdentityRules.ALL,
                        ExecutionRules.ALL,
                        DiagramRules.ALL,
                        new ErrorRules(steps).all(),
                        new ReferenceRules(steps, files).all())
                .flatMap(List::stream)
                .toList();
    }

    public List<String> violations(ProcessModel model) {
        return rules.stream().flatMap(rule -> rule.violations(model)).sorted().toList();
    }
}
