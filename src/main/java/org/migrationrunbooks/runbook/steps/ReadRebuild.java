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
 * want it there has to accept it first, or stop it by hand. A destination that does not answer is left for another one only where nothing can
 * have begun there.
 */
@Component("readRebuild")
class ReadRebuild implements JavaDelegate {

    /** The variable that says that there is nothing to be discarded at the destination. */
    static final String NOTHING_BEGUN = "nothingBegun";

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
        String decision = StepInput.optionalText(execution, DecisionTaken.GO_ON);
        boolean accepted = GateDecision.ACCEPT.code().equals(decision);
        boolean retried = GateDecision.RETRY.code().equals(decision);
        boolean answered = whereabouts.answered(destination);
        if (!answered) {
            requireNothingBegun(run, destination, accepted || retried);
        }
        boolean runsThere = whereabouts
                .on(destination)
                .filter(sighting -> sighting.state() == InstanceState.RUNNING)
                .isPresent();
        boolean runsElsewhere = whereabouts.sightings().stream()
                .anyMatch(sighting -> !sighting.host().equals(destination) && !RelocationReading.off(sighting));
        if (accepted && (!runsThere || runsElsewhere)) {
            throw unclear("There is nothing to accept, the instance does not run at the destination alone: %s."
                    .formatted(WhereaboutsText.of(whereabouts)));
        }
        if (runsThere && !accepted && !retried) {
            throw unclear(
                    "The instance runs on %s: accept it, or stop it by hand first.".formatted(destination.name()));
        }
        execution.setVariable(StepInput.ACCEPTED, accepted);
        execution.setVariable(NOTHING_BEGUN, !answered);
    }

    private Whereabouts read(Run run) {
        try {
            return readings.whereabouts(run);
        } catch (PlatformUnreachableException e) {
            throw unclear("Where the instance is cannot be read: %s.".formatted(e.getMessage()));
        }
    }

    private void requireNothingBegun(Run run, HostId destination, boolean needed) {
        boolean begun = readings.mayHaveBegun(run);
        if (begun) {
            throw unclear(
                    "%s does not answer, and the instance may have begun to start there. Bring it back and retry; or evacuate it, which proves that it is off, then choose another destination."
                            .formatted(destination.name()));
        }
        if (needed) {
            throw unclear(
                    "%s does not answer. Nothing was begun there: choose another destination, or bring it back and retry."
                            .formatted(destination.name()));
        }
    }

    private static RuntimeException unclear(String what) {
        return StepInput.error(StepError.WhereaboutsUnclear, what + " The claim on it is kept.");
    }
}
