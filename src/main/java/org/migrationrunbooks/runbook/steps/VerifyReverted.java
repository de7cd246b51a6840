package org.migrationrunbooks.runbook.steps;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Reads both hosts after a way back: the instance has to be at the source as it was before, and the destination to have nothing. */
@Component("verifyReverted")
class VerifyReverted implements JavaDelegate {

    private final RunStore runs;
    private final RelocationReading readings;
    private final Verifications verifications;

    VerifyReverted(RunStore runs, RelocationReading readings, Verifications verifications) {
        this.runs = runs;
        this.readings = readings;
        this.verifications = verifications;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Move move = RelocationReading.move(run);
        Whereabouts whereabouts = readings.of(run);
        boolean ran = Boolean.TRUE.equals(execution.getVariable(StepInput.RUNS));
        Optional<String> against = whereabouts.on(move.to()).isPresent()
                ? Optional.of("The destination still has a copy: " + WhereaboutsText.of(whereabouts) + ".")
                : RelocationReading.against(whereabouts, move.from(), ran);
        verifications.record(run, whereabouts, against, problem -> "The instance is not back on %s as it was. %s"
                .formatted(move.from().name(), problem));
    }
}
