package org.migrationrunbooks.engine;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Keeps the engine from taking up jobs where {@code runbooks.mode} is {@code observe}: no step and no timer of any run goes on. */
public final class ObserveMode implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if ("observe".equalsIgnoreCase(environment.getProperty("runbooks.mode"))) {
            environment
                    .getPropertySources()
                    .addFirst(
                            new MapPropertySource("observe mode", Map.of("camunda.bpm.job-execution.enabled", false)));
        }
    }
}
