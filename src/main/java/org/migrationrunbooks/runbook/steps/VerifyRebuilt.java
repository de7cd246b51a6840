package org.migrationrunbooks.runbook.steps;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.Whereabouts;
import org.migrationrunbooks.runbook.Run;
import org.migrationrunbooks.runbook.RunStore;
import org.springframework.stereotype.Component;

/** Reads every host that answers: the instance has to run at the destination and nowhere else, and its guest to answer. */
@Component("verifyRebuilt")
class VerifyRebuilt implements JavaDelegate {

    private final RunStore runs;
    private final RebuildReading readings;
    private final GuestCheck guest;
    private final Verifications verifications;

    VerifyRebuilt(RunStore runs, RebuildReading readings, GuestCheck guest, Verifications verifications) {
        this.runs = runs;
        this.readings = readings;
        this.guest = guest;
        this.verifications = verifications;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Run run = StepInput.run(execution, runs);
        HostId destination = StepInput.plan(run).moves().get(0).to();
        Whereabouts whereabouts = readings.of(run);
        Optional<String> against =
                RelocationReading.against(whereabouts, destination, true).or(() -> guest.against(run.instance()));
        verifications.record(run, whereabouts, against, problem -> "The instance is not as it should be on %s. %s"
                .formatted(destination.name(), problem));
    }
}
