package org.migrationrunbooks.runbook.steps;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.runbook.ReturnProperties;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.hosts.HostSigns;
import org.springframework.stereotype.Component;

/** Looks whether the hypervisor of a host that was switched on answers yet. */
@Component("lookForHost")
public class LookForHost implements JavaDelegate {

    private static final String SINCE = "hostAwaitedSince";

    private final RunStore runs;
    private final HostSigns signs;
    private final ReturnProperties properties;
    private final Clock clock;

    LookForHost(RunStore runs, HostSigns signs, ReturnProperties properties, Clock clock) {
        this.runs = runs;
        this.signs = signs;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        boolean answers = HostSigns.hypervisor(signs.of(run.host())).isPresent();
        execution.setVariable("hostAnswers", answers);
        execution.setVariable("cancelled", run.cancelRequested());
        String since = StepInput.optionalText(execution, SINCE);
        if (answers || run.cancelRequested()) {
            execution.removeVariable(SINCE);
        } else if (since == null) {
            execution.setVariable(SINCE, clock.instant().toString());
        } else if (Duration.between(Instant.parse(since), clock.instant()).compareTo(properties.bootTimeout()) > 0) {
            execution.removeVariable(SINCE);
            throw StepInput.error(
                    StepError.HostSilent,
                    "%s has power and its hypervisor has not answered for %d s."
                            .formatted(
                                    run.host().name(), properties.bootTimeout().toSeconds()));
        }
    }

    /** ISO 8601, for the model's timer. */
    public String pause() {
        return properties.lookInterval().toString();
    }
}
