package org.migrationrunbooks.engine.models;

import java.util.stream.Stream;

/** One thing that a model has to get right. */
@FunctionalInterface
public interface ModelRule {

    /** What is wrong, each as {@code file: element: what to change}; empty where the rule is kept. */
    Stream<String> violations(ProcessModel model);
}
