package org.migrationrunbooks.runbook.steps;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.Move;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/**
 * Reads both hosts after a relocation: the instance has to be at the destination as it was before, and to run nowhere else. Its
 * definition at the source, off, is still there. A person may have accepted it without an answer of its guest.
 */
@Component("verifyRelocated")
class VerifyRelocated implements JavaDelegate {

    private final RunStore runs;
    private final RelocationReading readings;
    private final GuestCheck guest;
    private final Verifications verifications;

    VerifyRelocated(RunStore runs, RelocationReading readings, GuestCheck guest, Verifications verifications) {
        this.runs = runs;
        this.readings = readings;
        this.guest = guest;
        this.verifications = verifications;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        Move move = RelocationReading.move(run);
        Whereabouts whereabouts = readings.of(run);
        boolean ran = Boolean.TRUE.equals(execution.getVariable(StepInput.RUNS));
        boolean accepted = Boolean.TRUE.equals(execution.getVariable(StepInput.ACCEPTED));
        Optional<String> against = RelocationReading.against(whereabouts, move.to(), ran);
        if (against.isEmpty() && ran && !accepted) {
            against = guest.against(run.instance());
        }
        verifications.record(
                run,
                whereabouts,
                against,
                problem -> "The instance is not as it should be on %s. %s The source still has everything."
                        .formatted(move.to().name(), problem));
    }
}
