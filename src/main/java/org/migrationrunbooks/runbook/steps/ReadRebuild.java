package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.GateDecision;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/**
 * After a decision, or a wish to cancel: reads where the instance is. What runs at the destination is never discarded; whoever does not
 * want it there has to accept it first, or stop it by hand.
 */
@Component("readRebuild")
class ReadRebuild implements JavaDelegate {

    private final RunStore runs;
    private final RebuildReading readings;

    ReadRebuild(RunStore runs, RebuildReading readings) {
        this.runs = runs;
        this.readings = readings;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Whereabouts whereabouts = read(run);
        HostId destination = StepInput.plan(run).moves().get(0).to();
        boolean runsThere = whereabouts
                .on(destination)
                .filter(sighting -> sighting.state() == InstanceState.RUNNING)
                .isPresent();
        boolean runsElsewhere = whereabouts.sightings().stream()
                .anyMatch(sighting -> !sighting.host().equals(destination) && !RelocationReading.off(sighting));
        String decision = StepInput.optionalText(execution, DecisionTaken.GO_ON);
        boolean accepted = GateDecision.ACCEPT.code().equals(decision);
        if (accepted && (!runsThere || runsElsewhere)) {
            throw unclear("There is nothing to accept, the instance does not run at the destination alone: %s."
                    .formatted(WhereaboutsText.of(whereabouts)));
        }
        if (runsThere && !accepted && !GateDecision.RETRY.code().equals(decision)) {
            throw unclear(
                    "The instance runs on %s: accept it, or stop it by hand first.".formatted(destination.name()));
        }
        execution.setVariable(StepInput.ACCEPTED, accepted);
    }

    private Whereabouts read(Run run) {
        try {
            return readings.of(run);
        } catch (PlatformUnreachableException e) {
            throw unclear("Where the instance is cannot be read: %s.".formatted(e.getMessage()));
        }
    }

    private static RuntimeException unclear(String what) {
        return StepInput.error(StepError.WhereaboutsUnclear, what + " The claim on it is kept.");
    }
}
