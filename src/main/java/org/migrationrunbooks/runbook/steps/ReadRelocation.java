package org.migrationrunbooks.runbook.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.platform.PlatformUnreachableException;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.GateDecision;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.migrationrunbooks.runbook.operations.OperationStore;
import org.springframework.stereotype.Component;

/**
 * After a decision, or a wish to cancel: reads where the instance is and whether it may have run at the destination, since the way
 * back depends on that and not on what was hoped.
 */
@Component("readRelocation")
class ReadRelocation implements JavaDelegate {

    private static final String BOOT = "Task_BootInstance";

    private final RunStore runs;
    private final RelocationReading readings;
    private final OperationStore operations;

    ReadRelocation(RunStore runs, RelocationReading readings, OperationStore operations) {
        this.runs = runs;
        this.readings = readings;
        this.operations = operations;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Move move = RelocationReading.move(run);
        Whereabouts whereabouts = read(run);
        long running = whereabouts.sightings().stream()
                .filter(sighting -> sighting.state() == InstanceState.RUNNING)
                .count();
        if (running > 1) {
            throw unclear("The instance runs on several hosts: %s.".formatted(WhereaboutsText.of(whereabouts)));
        }
        boolean ran = Boolean.TRUE.equals(execution.getVariable(StepInput.RUNS));
        boolean accepted = GateDecision.ACCEPT.code().equals(StepInput.optionalText(execution, DecisionTaken.GO_ON));
        if (accepted && RelocationReading.against(whereabouts, move.to(), ran).isPresent()) {
            throw unclear("There is nothing to accept, the instance is not at the destination: %s."
                    .formatted(WhereaboutsText.of(whereabouts)));
        }
        boolean there = whereabouts
                .on(move.to())
                .filter(sighting -> sighting.state() != InstanceState.STOPPED)
                .isPresent();
        execution.setVariable(StepInput.ACCEPTED, accepted);
        execution.setVariable(StepInput.STARTED, there || operations.mayHaveTakenEffect(run.id(), BOOT));
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
