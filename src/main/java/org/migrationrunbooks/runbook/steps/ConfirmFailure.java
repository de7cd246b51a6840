package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.Host;
import org.migrationrunbooks.fleet.Strategy;
import org.migrationrunbooks.runbook.Fleets;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Reads from every side that the host has failed, and what the approval policy asks about. */
@Component("confirmFailure")
class ConfirmFailure implements JavaDelegate {

    private final RunStore runs;
    private final FailureReading reading;
    private final Fleets fleets;

    ConfirmFailure(RunStore runs, FailureReading reading, Fleets fleets) {
        this.runs = runs;
        this.reading = reading;
        this.fleets = fleets;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        execution.setVariable("signsOfLife", reading.confirm(run));
        String change = fleets.of(run.host().platform())
                .host(run.host().name())
                .map(Host::labels)
                .map(labels -> labels.getOrDefault("change", ""))
                .orElse("");
        execution.setVariable(StepInput.STRATEGY, new Strategy.Rebuild(false).code());
        execution.setVariable("change", change);
        execution.setVariable("tier", "");
        execution.setVariable("downtimeRaised", false);
    }
}
