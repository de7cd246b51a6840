package org.migrationrunbooks.engine;

import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** The steps of the test processes. */
@TestConfiguration(proxyBeanMethods = false)
class ProbeSteps {

    /** Does nothing, or fails when the run's variable {@code fail} says so. */
    @Bean
    JavaDelegate probeStep() {
        return execution -> {
            if (Boolean.TRUE.equals(execution.getVariable("fail"))) {
                throw new IllegalStateException("told to fail");
            }
        };
    }
}
